"""An output folder → wherever it is published (world): a folder, S3 and what speaks it, SFTP, WebDAV."""

from narrator.delivery.deliver import Change, Delivery, deliver, plan_of
from narrator.delivery.destination import Destination, is_remote, reach
from narrator.delivery.webhook import notify

__all__ = ["Change", "Delivery", "Destination", "deliver", "is_remote", "notify", "plan_of", "reach"]
