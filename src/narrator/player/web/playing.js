// What every form of the player does, whichever text it follows: controls, time, choices.

const SIZES = [0.85, 1, 1.15, 1.35, 1.6, 2];
const REMEMBER_S = 5;

class Playing extends HTMLElement {
  // `root`: the player's own elements; `text`: what shows where the voice is; `nav`: the chapters;
  // `alone`: whether the page is the player's own, with its address and its keys.
  start({ root, text, nav, about, alone, target = null }) {
    this.quiet = new AbortController();
    Object.assign(this, { root, text, nav, about, alone, duration: about.duration });
    this.words = WORDS[root.closest("[lang]")?.lang] ?? wordsFor(root.closest("[lang]")?.lang);
    this.audio = root.querySelector("audio");
    this.track = new Track(text.cues);
    this.marks = Array.from(nav?.querySelectorAll("a[data-start]") ?? [], (link) => Number(link.dataset.start));
    this.keysOn = recall(KEPT.keys) !== "off";
    this.place = `narrator:at:${about.key}`;
    this.ui = dockOf(this);
    this.light = new Light(this);
    this.audio.controls = false;
    this.audio.before(this.ui.node);
    this.follow = new Follow({
      scroller: target, dock: this.ui.node, quiet: this.quiet.signal,
      onStray: (straying) => {
        this.ui.back.hidden = !straying;
      },
    });
    this.follow.wanted = recall(KEPT.follow) !== "off" && this.getAttribute("follow") !== "off";
    const { audio, duration } = this;
    this.sound = new Sound(audio, { duration, quiet: this.quiet.signal, changed: (state) => this.changed(state) });
    this.listen();
    this.setSpeed(Number(recall(KEPT.speed)) || 1, true);
    this.resize(0);
    session(this);
    this.arrive();
    root.classList.add("ready");
    performance.mark("narrator-ready");
    this.dispatchEvent(new CustomEvent("ready", { bubbles: true }));
  }

  end() {
    if (!this.root) return;
    if (this.sound) { // or the beginning itself went wrong
      this.pause();
      this.remember();
    }
    this.quiet.abort();
    this.text.end();
    this.ui?.node.remove();
    for (const sheet of Object.values(this.sheets ?? {})) sheet.remove();
    Object.assign(this, { root: null, sheets: null, sound: null, kept: undefined, stuck: false });
  }

  // ------------------------------------------------------------------------------------------ time

  get time() {
    return this.sound.time;
  }

  get currentTime() {
    return this.root ? this.time : 0;
  }

  set currentTime(seconds) {
    if (this.root) this.seek(seconds);
  }

  // "paused", "playing", "waiting" or "broken".
  get state() {
    return this.root ? this.sound.state : "paused";
  }

  play() {
    return this.root ? this.sound.play() : Promise.reject(new Error("not ready"));
  }

  pause() {
    if (this.root) this.sound.pause();
  }

  toggle() {
    this.sound.toggle();
  }

  seek(seconds, { jump = true } = {}) {
    const time = clamp(seconds, 0, Math.max(this.duration - 0.05, 0));
    if (!this.stuck) swap(this.ui.status);
    this.sound.seek(time);
    this.light.show(time, jump);
  }

  setSpeed(value, silent = false) {
    const speed = clamp(value, SPEEDS[0], SPEEDS[SPEEDS.length - 1]);
    this.audio.defaultPlaybackRate = speed;
    this.audio.playbackRate = speed;
    if (!SPEEDS.includes(speed)) this.ui.speed.append(make("option", { value: speed }, `${speed}×`));
    this.ui.speed.value = String(speed);
    if (silent) return;
    keep(KEPT.speed, speed);
    this.say(`${this.words.speed} ${speed}×`);
  }

  here() {
    const place = this.text.place(this.light.cue);
    if (place) this.follow.to(place, true);
  }

  // ---------------------------------------------------------------------------------------- events

  listen() {
    const { audio, quiet } = this;
    const on = (target, type, act) => target.addEventListener(type, act, { signal: quiet.signal });
    on(audio, "ended", () => this.sound.state === "paused" && keep(this.place, null));
    on(audio, "timeupdate", () => this.passed());
    on(audio, "seeked", () => this.light.show(this.time));
    on(audio, "ratechange", () => position(this));
    on(audio, "loadedmetadata", () => {
      this.duration = this.duration || this.sound.duration;
    });
    on(this.root, "click", (event) => this.clicked(event));
    on(this.root, "pointerdown", () => {
      this.marked = holdsSelection(this.root); // the click that takes a selection away plays nothing
    });
    on(this.alone ? document : this, "keydown", (event) => this.root && pressed(this, event));
    on(document, "narrator-play", (event) => event.detail !== this && this.pause());
    on(window, "pagehide", () => this.remember());
    if (this.alone) on(window, "hashchange", () => this.linked());
    this.changed(this.sound.state);
  }

  // Of the sound: what the button says and does, and what is said about it. A pause sign is never over silence.
  changed(state) {
    if (!this.sound) return; // still being made
    const { words, ui, sound } = this;
    if (state === "fixed") {
      this.say(words.no_jump);
      return;
    }
    const heard = state === "playing";
    const label = heard ? words.pause : state === "waiting" ? words.stop : words.play;
    const sign = heard ? "pause" : state === "waiting" ? "wait" : "play";
    swap(ui.play, icon(sign));
    ui.play.setAttribute("aria-label", label);
    ui.play.title = label;
    this.root.dataset.state = state;
    this.root.classList.toggle("playing", heard);
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = sound.wants ? "playing" : "paused";
    position(this);
    this.dispatchEvent(new CustomEvent("statechange", { bubbles: true, detail: { state } }));
    const stuck = this.stuck;
    this.stuck = state === "waiting" || state === "broken";
    if (state === "waiting") this.say(words.waiting, true);
    else if (state === "broken") this.say(sound.wants ? words.broken : words.press, true);
    else if (stuck) swap(ui.status);
    if (heard) this.draw();
    else this.remember();
  }

  draw() {
    document.dispatchEvent(new CustomEvent("narrator-play", { detail: this }));
    if (!this.begun) swap(this.ui.status); // where the listener was is no news any more
    this.begun = true;
    session(this);
    cancelAnimationFrame(this.frame);
    const draw = () => {
      if (!this.root || this.sound.state !== "playing") return;
      this.light.show(this.time);
      this.frame = requestAnimationFrame(draw);
    };
    this.frame = requestAnimationFrame(draw);
  }

  passed() {
    if (document.hidden || this.audio.paused) this.light.show(this.time);
    if (Math.abs(this.time - (this.kept ?? 0)) > REMEMBER_S) this.remember();
  }

  remember() {
    const { time } = this;
    if ((this.audio.ended && this.sound.state === "paused") || (this.kept === undefined && time === 0)) return;
    this.kept = time;
    keep(this.place, time < REMEMBER_S || time > this.duration - REMEMBER_S ? null : time.toFixed(1));
  }

  // Where the listener begins: at the link's moment, else where they were, else at the beginning.
  arrive() {
    const moment = this.alone ? momentOf(location.hash) : null;
    if (moment !== null) {
      history.scrollRestoration = "manual"; // the moment decides what is in sight
      this.seek(moment, { jump: "at once" });
      return;
    }
    const kept = Number(recall(this.place));
    this.light.show(0);
    if (!(kept > 0 && kept < this.duration)) return;
    this.seek(kept, { jump: false });
    const again = make("button", { type: "button", click: () => this.seek(0) }, this.words.restart);
    swap(this.ui.status, `${fill(this.words.resumed, { time: clock(kept) })} · `, again);
  }

  linked() {
    const moment = momentOf(location.hash);
    if (moment !== null) this.seek(moment);
  }

  clicked(event) {
    const link = event.target.closest('a[href*="#t="]');
    if (link && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      if (this.alone) history.replaceState(null, "", link.hash);
      this.from(momentOf(link.hash));
      return;
    }
    const element = event.target.closest(".cue");
    if (element && !this.marked && !holdsSelection(element)) this.from(Number(element.dataset.start));
  }

  from(seconds) {
    this.seek(seconds);
    this.play().catch(() => {});
  }

  // -------------------------------------------------------------------------------- choices, sheets

  open(name) {
    this.sheets = this.sheets ?? {};
    for (const other of Object.values(this.sheets)) if (other.open) other.shut();
    const sheets = { chapters: chapterSheet, more: moreSheet, keys: keysSheet };
    this.sheets[name] = this.sheets[name] ?? this.root.appendChild(sheets[name](this));
    this.light.mark = undefined; // the sheet's list is new
    this.light.chapter(this.time);
    this.sheets[name].present();
  }

  resize(by) {
    const kept = SIZES.indexOf(Number(recall(KEPT.size)) || 1);
    const index = clamp((this.size ?? Math.max(kept, 0)) + by, 0, SIZES.length - 1);
    this.size = index;
    if (by) keep(KEPT.size, SIZES[index]);
    this.root.dataset.size = String(index);
    return SIZES[index];
  }

  setFollow(on) {
    this.follow.wanted = on;
    keep(KEPT.follow, on ? null : "off");
    if (on) this.here();
  }

  setKeys(on) {
    this.keysOn = on;
    keep(KEPT.keys, on ? null : "off");
  }

  async copyLink(asked) {
    const link = new URL(this.about.page ?? location.href);
    link.hash = `t=${this.time.toFixed(1).replace(/\.0$/, "")}`;
    try {
      await navigator.clipboard.writeText(link.href);
      asked.textContent = this.words.copied;
      this.say(this.words.copied);
    } catch {
      if (this.alone) location.hash = link.hash; // no clipboard: the address bar has it
      else swap(asked, make("a", { href: link.href, target: "_blank", rel: "noopener" }, link.href));
      return;
    }
    setTimeout(() => {
      asked.textContent = this.words.copy;
    }, 2500);
  }

  say(text, stays = false) {
    if (this.ui.status.textContent !== text) this.ui.status.textContent = text;
    clearTimeout(this.hush);
    if (stays) return;
    this.hush = setTimeout(() => swap(this.ui.status), 4000);
  }
}
