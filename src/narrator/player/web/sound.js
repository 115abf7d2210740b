// The sound, and whether it is really heard. A connection that stalls or breaks is given up for a new one, by itself
// and at a press of play, and the sound goes on where it was.

const NOTICED_MS = 700; // silence this long is shown
const PATIENCE_MS = 10000; // with nothing heard and nothing loaded for so long, the connection is given up
const RETRY_MS = [1000, 2000, 4000, 8000]; // after the first failure, the second, …; then always the last
const TRIES = 90; // about a quarter of an hour
const TICK_MS = 250;
const CUT_S = 1.5; // an end this much before the end is a file cut short by the network

// States: "paused", "playing", "waiting" (wanted, but nothing is heard yet) and "broken" (the connection is lost).
class Sound {
  constructor(audio, { duration, quiet, changed }) {
    Object.assign(this, { audio, duration, quiet, changed, state: "paused", wants: false, tries: 0, wanted: null });
    const on = (target, type, act) => target.addEventListener(type, act, { signal: quiet });
    on(audio, "play", () => this.began());
    on(audio, "pause", () => audio.paused && !this.loading && !audio.error && this.stopped()); // errors pause, too
    on(audio, "ended", () => this.ended());
    on(audio, "error", () => this.failed());
    on(audio, "progress", () => {
      this.fed = performance.now();
    });
    on(audio, "loadedmetadata", () => this.known());
    on(window, "online", () => this.state === "broken" && this.wants && this.again());
    on(quiet, "abort", () => this.release());
    if (audio.readyState > 0) this.known();
    if (!audio.paused) this.began(); // the listener was faster than the script
    if (audio.error) this.failed();
  }

  get time() {
    return this.wanted ?? this.audio.currentTime;
  }

  play() {
    this.wants = true;
    this.tries = 0;
    if (this.loading) return Promise.resolve();
    if (this.state === "broken" || this.audio.error) return this.again();
    if (this.wanted !== null && this.audio.readyState > 0) return this.whole();
    return this.start();
  }

  start() {
    this.watch();
    const started = this.audio.play() ?? Promise.resolve();
    started.catch((refused) => {
      if (refused.name === "NotAllowedError") this.pause(); // the browser wants a press first
    });
    return started;
  }

  pause() {
    this.audio.pause();
    this.stopped();
  }

  toggle() {
    if (this.state === "playing" || this.state === "waiting") this.pause();
    else this.play().catch(() => {});
  }

  seek(seconds) {
    const ready = this.audio.readyState > 0 && !this.audio.error && this.state !== "broken";
    this.wanted = seconds;
    if (!ready) return; // set as soon as the browser knows the file
    if (this.reaches(seconds)) {
      this.wanted = null;
      this.audio.currentTime = seconds;
    } else if (this.wants) {
      this.whole();
    }
  }

  reaches(seconds) {
    const { seekable } = this.audio;
    for (let part = 0; part < seekable.length; part += 1) {
      if (seconds >= seekable.start(part) && seconds <= seekable.end(part) + 0.1) return true;
    }
    return false;
  }

  // ------------------------------------------------------------------------------------- what the browser tells

  known() {
    if (Number.isFinite(this.audio.duration) && !this.duration) this.duration = this.audio.duration;
    if (this.wanted !== null) this.seek(this.wanted);
  }

  began() {
    this.wants = true;
    this.watch();
    if (this.state !== "waiting") this.to("playing");
  }

  stopped() {
    this.wants = false;
    clearTimeout(this.timer);
    this.unwatch();
    this.to("paused");
  }

  ended() {
    if (this.time >= this.duration - CUT_S) return;
    this.wants = true;
    this.failed();
  }

  failed() {
    if (this.loading === "file") return; // the address was changed for the loaded file: the old one's last word
    this.wanted = this.time;
    clearTimeout(this.timer);
    if (this.wants && this.tries < TRIES) {
      this.timer = setTimeout(() => this.again(), RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)]);
      this.tries += 1;
    } else {
      this.wants = false;
    }
    this.to("broken");
  }

  // -------------------------------------------------------------------------------------------- trying again

  again() {
    clearTimeout(this.timer);
    this.wanted = this.time;
    this.fetching?.abort();
    this.to("waiting");
    this.loading = "again";
    this.audio.load();
    this.loading = null;
    return this.start();
  }

  // A server without byte ranges cannot be asked for a moment: the file is loaded once, then any moment is near.
  async whole() {
    this.loading = "file";
    this.audio.pause();
    this.watch();
    this.to("waiting");
    this.fetching = new AbortController();
    const { signal } = this.fetching;
    let file = null;
    try {
      const answer = await fetch(this.audio.currentSrc, { credentials: "omit", signal });
      if (!answer.ok) throw new TypeError(String(answer.status));
      file = await this.read(answer);
    } catch {
      this.loading = null;
      if (this.quiet.aborted || signal.aborted) return;
      if (this.tries < RETRY_MS.length && this.wants) this.failed();
      else this.cannotJump();
      return;
    }
    this.release();
    this.file = URL.createObjectURL(file);
    this.audio.src = this.file;
    this.loading = null;
    if (this.wants) await this.start();
  }

  async read(answer) {
    const reader = answer.body.getReader();
    const parts = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(parts, { type: "audio/mpeg" });
      parts.push(value);
      this.fed = performance.now();
    }
  }

  // Neither ranges nor leave to load the file: what can be heard is heard, from where the browser is.
  cannotJump() {
    this.wanted = null;
    this.changed("fixed");
    if (this.wants) this.start().catch(() => {});
  }

  release() {
    clearTimeout(this.timer);
    this.unwatch();
    this.fetching?.abort();
    if (this.file) URL.revokeObjectURL(this.file);
    this.file = null;
  }

  // ------------------------------------------------------------------------------------ is anything heard?

  watch() {
    this.moved = this.fed = this.looked = performance.now();
    if (!this.ticking) this.ticking = setInterval(() => this.look(), TICK_MS);
  }

  unwatch() {
    clearInterval(this.ticking);
    this.ticking = 0;
  }

  look() {
    const now = performance.now();
    const { currentTime, playbackRate, paused } = this.audio;
    const went = currentTime - this.seen;
    const likely = went > 0 && went < ((now - this.looked) / 1000) * playbackRate + 1; // heard, and no jump
    if (now - this.looked > PATIENCE_MS / 2) this.moved = this.fed = now; // the machine slept
    this.looked = now;
    this.seen = currentTime;
    if (likely && this.wanted === null && !paused) {
      this.moved = now;
      if (this.state !== "playing") this.to("playing");
      this.tries = 0;
      return;
    }
    if (this.state === "playing" && now - this.moved > NOTICED_MS) this.to("waiting");
    const fed = now - Math.max(this.fed, this.moved) < PATIENCE_MS;
    const idle = !this.loading && now - this.moved > 6 * PATIENCE_MS; // it loads and loads, and nothing is heard
    if (this.state === "waiting" && (!fed || idle)) {
      this.fetching?.abort();
      this.loading = null;
      this.failed();
    }
  }

  to(state) {
    if (state === this.state && state !== "broken") return;
    this.state = state;
    this.changed(state);
  }
}
