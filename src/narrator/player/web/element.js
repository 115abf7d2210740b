// <narrator-player>: around a page's own text it adds the controls; with nothing but `src` it brings the text.

const HOME = document.currentScript?.src ?? "";
const SIZES = [0.85, 1, 1.15, 1.35, 1.6, 2];
const REMEMBER_S = 5;

class NarratorPlayer extends HTMLElement {
  static observedAttributes = ["src"];

  connectedCallback() {
    if (this.root) return;
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.begin(), { once: true });
    } else {
      this.begin();
    }
  }

  attributeChangedCallback(_, before, now) {
    if (before !== null && before !== now && this.shadowRoot && this.isConnected) this.load();
  }

  disconnectedCallback() {
    queueMicrotask(() => this.isConnected || this.end()); // moved within the page is not removed
  }

  end() {
    if (!this.root) return;
    this.pause();
    this.remember();
    this.quiet.abort();
    this.ui.node.remove();
    for (const sheet of Object.values(this.sheets ?? {})) sheet.remove();
    Object.assign(this, { root: null, sheets: null, kept: undefined });
  }

  begin() {
    if (this.root || !this.isConnected) return;
    const own = this.querySelector(".np");
    if (!own) {
      this.load();
      return;
    }
    const { title, show, slug, cover } = this.dataset;
    const about = { title, show, key: slug, cover: cover && new URL(cover, document.baseURI).href };
    this.start(own, { ...about, duration: Number(this.dataset.duration) }, true);
  }

  async load() {
    this.end();
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const frame = new CSSStyleSheet();
    frame.replaceSync(":host{display:block;font-size:medium;height:36em;max-height:92vh}:host([hidden]){display:none}");
    shadow.adoptedStyleSheets = [frame];
    const asked = this.getAttribute("src");
    const base = new URL(asked, document.baseURI);
    const words = wordsFor(this.closest("[lang]")?.lang);
    try {
      const answer = await fetch(base, { credentials: "omit", referrerPolicy: "no-referrer" });
      if (!answer.ok) throw new Error(String(answer.status));
      const episode = await answer.json();
      if (this.getAttribute("src") !== asked || !this.isConnected) return; // changed its mind meanwhile
      const style = make("link", { rel: "stylesheet", href: new URL("player.css", HOME || base).href });
      const styled = new Promise((done) => {
        style.onload = style.onerror = done;
      });
      const card = cardOf(episode, base, this.closest("[lang]") ? words : wordsFor(episode.language));
      card.style.visibility = "hidden"; // until it has its style
      shadow.replaceChildren(style, card);
      const cover = episode.files?.cover && new URL(episode.files.cover, base).href;
      this.start(card, {
        title: episode.title, show: "", key: episode.slug, cover, duration: episode.audio.duration_s,
        page: new URL("index.html", base).href,
      }, false);
      await styled;
      card.style.visibility = "";
    } catch {
      const link = this.querySelector("a")?.cloneNode(true) ?? "";
      shadow.replaceChildren(make("p", { role: "alert" }, words.no_data, " ", link));
    }
  }

  start(root, about, alone) {
    this.quiet = new AbortController();
    Object.assign(this, { root, about, alone, duration: about.duration, wanted: null });
    this.words = WORDS[root.closest("[lang]")?.lang] ?? wordsFor(root.closest("[lang]")?.lang);
    this.article = root.querySelector(".text");
    this.nav = root.querySelector(".chapters");
    this.audio = root.querySelector("audio");
    this.track = Track.of(this.article);
    this.marks = Array.from(this.nav?.querySelectorAll("a[data-start]") ?? [], (link) => Number(link.dataset.start));
    this.keysOn = recall(KEPT.keys) !== "off";
    this.place = `narrator:at:${about.key}`;
    this.ui = dockOf(this);
    this.light = new Light(this);
    this.audio.controls = false;
    this.audio.before(this.ui.node);
    const framed = root.classList.contains("card");
    this.follow = new Follow({
      scroller: framed ? this.article : null, dock: this.ui.node, quiet: this.quiet.signal,
      onStray: (straying) => {
        this.ui.back.hidden = !straying;
      },
    });
    this.follow.wanted = recall(KEPT.follow) !== "off";
    this.listen();
    this.setSpeed(Number(recall(KEPT.speed)) || 1, true);
    this.resize(0);
    session(this);
    this.arrive();
    this.root.classList.add("ready");
    performance.mark("narrator-ready");
  }

  // ------------------------------------------------------------------------------------------ time

  get time() {
    return this.wanted ?? this.audio.currentTime;
  }

  get currentTime() {
    return this.time;
  }

  set currentTime(seconds) {
    this.seek(seconds);
  }

  play() {
    return this.audio.play();
  }

  pause() {
    this.audio.pause();
  }

  toggle() {
    if (this.audio.paused) this.play()?.catch(() => {});
    else this.pause();
  }

  seek(seconds, { jump = true } = {}) {
    const time = clamp(seconds, 0, Math.max(this.duration - 0.05, 0));
    this.ui.status.replaceChildren();
    if (this.audio.readyState > 0) this.audio.currentTime = time;
    else this.wanted = time; // set as soon as the browser knows the file
    this.light.show(time, jump);
  }

  setSpeed(value, silent = false) {
    const speed = clamp(value, SPEEDS[0], SPEEDS.at(-1));
    this.audio.defaultPlaybackRate = speed;
    this.audio.playbackRate = speed;
    if (!SPEEDS.includes(speed)) this.ui.speed.append(make("option", { value: speed }, `${speed}×`));
    this.ui.speed.value = String(speed);
    if (silent) return;
    keep(KEPT.speed, speed);
    this.say(`${this.words.speed} ${speed}×`);
  }

  here() {
    const cue = this.track.cues[this.light.cue];
    if (cue) this.follow.to(cue.element, true);
  }

  // ---------------------------------------------------------------------------------------- events

  listen() {
    const { audio, quiet } = this;
    const on = (target, type, act) => target.addEventListener(type, act, { signal: quiet.signal });
    on(audio, "play", () => this.playing(true));
    on(audio, "pause", () => this.playing(false));
    on(audio, "ended", () => keep(this.place, null));
    on(audio, "timeupdate", () => this.passed());
    on(audio, "seeked", () => this.light.show(audio.currentTime));
    on(audio, "ratechange", () => position(this));
    on(audio, "loadedmetadata", () => this.known());
    on(audio, "error", () => this.say(this.words.no_audio));
    on(this.root, "click", (event) => this.clicked(event));
    on(this.alone ? document : this, "keydown", (event) => pressed(this, event));
    on(document, "narrator-play", (event) => event.detail !== this && this.pause());
    on(window, "pagehide", () => this.remember());
    if (this.alone) on(window, "hashchange", () => this.linked());
    if (audio.readyState > 0) this.known();
    if (audio.error) this.say(this.words.no_audio);
    if (!audio.paused) this.playing(true); // the listener was faster than the script
  }

  known() {
    if (Number.isFinite(this.audio.duration) && !this.duration) this.duration = this.audio.duration;
    if (this.wanted !== null) this.audio.currentTime = this.wanted;
    this.wanted = null;
  }

  playing(on) {
    const label = on ? this.words.pause : this.words.play;
    this.ui.play.replaceChildren(icon(on ? "pause" : "play"));
    this.ui.play.setAttribute("aria-label", label);
    this.ui.play.title = label;
    this.root.classList.toggle("playing", on);
    if ("mediaSession" in navigator) navigator.mediaSession.playbackState = on ? "playing" : "paused";
    position(this);
    if (!on) {
      this.remember();
      return;
    }
    document.dispatchEvent(new CustomEvent("narrator-play", { detail: this }));
    this.ui.status.replaceChildren();
    session(this);
    cancelAnimationFrame(this.frame);
    const draw = () => {
      if (this.audio.paused) return;
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
    if (this.audio.ended || (this.kept === undefined && time === 0)) return;
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
    this.ui.status.replaceChildren(`${fill(this.words.resumed, { time: clock(kept) })} · `, again);
  }

  linked() {
    const moment = momentOf(location.hash);
    if (moment !== null) this.seek(moment);
  }

  clicked(event) {
    const link = event.target.closest('a[href^="#t="]');
    if (link && !event.defaultPrevented && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      if (this.alone) history.replaceState(null, "", link.getAttribute("href"));
      this.from(momentOf(link.getAttribute("href")));
      return;
    }
    const element = event.target.closest(".cue");
    if (element && !holdsSelection(element)) this.from(Number(element.dataset.start));
  }

  from(seconds) {
    this.seek(seconds);
    this.play()?.catch(() => {});
  }

  // -------------------------------------------------------------------------------- choices, sheets

  open(name) {
    this.sheets ??= {};
    for (const other of Object.values(this.sheets)) if (other.open) other.close();
    this.sheets[name] ??= this.root.appendChild({ chapters: chapterSheet, more: moreSheet, keys: keysSheet }[name](this));
    this.light.mark = undefined; // the sheet's list is new
    this.light.chapter(this.time);
    this.sheets[name].showModal();
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
      await navigator.clipboard.writeText(link.href.replace(/embed\.html(?=#)/, "index.html"));
      asked.textContent = this.words.copied;
      this.say(this.words.copied);
    } catch {
      location.hash = link.hash; // no clipboard: the address bar has it
    }
    setTimeout(() => {
      asked.textContent = this.words.copy;
    }, 2500);
  }

  say(text) {
    this.ui.status.textContent = text;
    clearTimeout(this.hush);
    if (text !== this.words.no_audio) {
      this.hush = setTimeout(() => this.ui.status.replaceChildren(), 2500);
    }
  }

}

if (!customElements.get("narrator-player")) customElements.define("narrator-player", NarratorPlayer);
