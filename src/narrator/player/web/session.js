// What the lock screen and the keyboard's media keys show and do (Media Session).

function session(player) {
  if (!("mediaSession" in navigator)) return;
  const { title, show, cover } = player.about;
  const artwork = cover ? [{ src: cover, type: /\.png$/.test(new URL(cover).pathname) ? "image/png" : "image/jpeg" }] : [];
  const media = navigator.mediaSession;
  media.metadata = new MediaMetadata({ title: title ?? "", artist: show ?? "", album: player.words.label, artwork });
  const acts = {
    play: () => player.play(),
    pause: () => player.pause(),
    seekbackward: ({ seekOffset }) => player.seek(player.time - (seekOffset || STEP_S)),
    seekforward: ({ seekOffset }) => player.seek(player.time + (seekOffset || STEP_S)),
    seekto: ({ seekTime }) => player.seek(seekTime),
    previoustrack: player.marks.length ? () => hop(player, player.marks, -1) : null,
    nexttrack: player.marks.length ? () => hop(player, player.marks, 1) : null,
  };
  for (const [action, act] of Object.entries(acts)) {
    try {
      media.setActionHandler(action, act);
    } catch {
      // An action this browser does not know.
    }
  }
}

function position(player) {
  const { audio, duration } = player;
  if (!("mediaSession" in navigator) || !navigator.mediaSession.setPositionState || !duration) return;
  const state = { duration, playbackRate: audio.playbackRate, position: clamp(player.time, 0, duration) };
  navigator.mediaSession.setPositionState(state);
}
