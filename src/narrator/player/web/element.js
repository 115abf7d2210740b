// <narrator-player>: around a page's own text it adds the controls; with nothing but `src` it brings the text, and
// with `mode="bar"` or `for` it follows the text that is on the page already.

const HOME = document.currentScript?.src ?? "";
const STYLE_MS = 4000; // a style sheet this late is taken for lost
const AGAIN_MS = [2000, 5000, 15000, 60000];

class NarratorPlayer extends Playing {
  connectedCallback() {
    if (this.root) return;
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.begin(), { once: true });
    } else {
      this.begin();
    }
  }

  attributeChangedCallback(_, before, now) {
    if (before !== now && this.shadowRoot && this.isConnected && this.getAttribute("src")) this.load();
  }

  disconnectedCallback() {
    Promise.resolve().then(() => this.isConnected || this.end()); // moved within the page is not removed
  }

  end() {
    clearTimeout(this.later);
    this.unpin?.();
    super.end();
  }

  begin() {
    if (this.root || !this.isConnected) return;
    const own = this.querySelector(".np");
    if (!own) {
      this.load();
      return;
    }
    const { title, show, artist, slug, cover } = this.dataset;
    const framed = own.classList.contains("card");
    if (framed && /(?:[?&]mode=|[#&])bar\b/.test(location.search + location.hash)) {
      own.classList.add("bar");
      this.classList.add("as-bar");
    }
    const article = own.querySelector(".text");
    const absolute = (file) => file && new URL(file, document.baseURI).href;
    const page = framed ? absolute("index.html") : null;
    const about = { title, show: artist || show, key: slug, cover: absolute(cover), page, duration: Number(this.dataset.duration) };
    try {
      this.start({
        root: own, text: new OwnText(article), nav: own.querySelector(".chapters"), about, alone: true,
        target: framed ? article : null,
      });
    } catch (fault) {
      own.querySelector(".controls")?.remove(); // the browser's own controls are there
      own.querySelector("audio").controls = true;
      throw fault;
    }
  }

  // The element's place on the page before there is anything to show: what stands inside it shows meanwhile.
  shadow() {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const bar = this.getAttribute("mode") === "bar";
    const short = bar || this.hasAttribute("for") || this.getAttribute("text") === "none";
    const height = bar ? "min-height:3.75em" : short ? "height:14em" : "height:36em;max-height:92vh";
    const rule = `:host{display:block;font-size:medium;${height}}:host([hidden]){display:none}`;
    try {
      const frame = new CSSStyleSheet();
      frame.replaceSync(rule);
      shadow.adoptedStyleSheets = [frame];
    } catch {
      // Before Safari 16.4: player.css says the same a moment later.
    }
    swap(shadow, make("slot"));
    this.shrink(false);
    return { shadow, bar, short };
  }

  async load(attempt = 0) {
    this.end();
    const { shadow, bar, short } = this.shadow();
    const asked = this.getAttribute("src");
    const own = this.closest("[lang]");
    let words = wordsFor(own?.lang);
    const current = () => this.getAttribute("src") === asked && this.isConnected; // or it changed its mind meanwhile
    let base;
    let episode;
    try {
      base = new URL(asked, document.baseURI);
      episode = await episodeAt(base);
    } catch (fault) {
      if (current()) this.cannotLoad(shadow, words, fault.lost ? attempt : AGAIN_MS.length);
      return;
    }
    if (!current()) return;
    if (!own) words = wordsFor(episode.language);
    try {
      const style = make("link", { rel: "stylesheet", href: new URL("player.css", HOME || base).href });
      const styled = loaded(style);
      const card = bar ? barOf(episode, base, words) : cardOf(episode, base, words, short);
      card.style.visibility = "hidden"; // until it has its style
      swap(shadow, style, make("div", { class: "box" }, card));
      this.take(card, episode, base, { bar, short, words });
      await styled;
      card.style.visibility = "";
    } catch (fault) {
      this.end();
      if (!current()) return;
      swap(shadow, plainCard(episode, base, words));
      this.shrink(true);
      console.warn("narrator-player: plain controls are shown instead", fault);
    }
  }

  take(card, episode, base, { bar, short, words }) {
    const absolute = (file) => file && new URL(file, base).href;
    const people = (episode.speakers ?? []).map(({ name }) => name).join(", ");
    const { cover } = episode.versions ?? {};
    const about = {
      title: episode.title, show: episode.show || episode.publisher || people, key: episode.slug,
      cover: absolute(episode.files?.cover && episode.files.cover + (cover ? `?v=${cover}` : "")), duration: episode.audio.duration_s, page: absolute("index.html"),
    };
    const article = card.querySelector(".text");
    const follows = bar || this.hasAttribute("for");
    const text = article ? new OwnText(article) : new SiteText(follows ? targetOf(this) : null, episode, this);
    const nav = card.querySelector(".chapters") ?? navOf(episode, base, words);
    this.start({ root: card, text, nav, about, alone: false, target: article ?? scrollerOf(text.target) });
    if (follows) text.attach();
    if (bar) this.unpin = pinned(this, card.parentNode);
  }

  // A line or two need no room for a whole player.
  shrink(on) {
    if (on === Boolean(this.shrunk)) return;
    if (on) this.shrunk = { height: this.style.height };
    this.style.height = on ? "auto" : this.shrunk.height;
    if (!on) this.shrunk = null;
  }

  cannotLoad(shadow, words, attempt) {
    this.shrink(true);
    const inside = Array.from(this.childNodes, (node) => node.cloneNode(true));
    const again = make("button", { type: "button", click: () => this.load() }, words.again);
    swap(shadow, make("p", { role: "alert" }, words.no_data, " ", ...inside, " ", again));
    if (attempt < AGAIN_MS.length) this.later = setTimeout(() => this.load(attempt + 1), AGAIN_MS[attempt]);
  }
}

// Not as a static field, which Safari has known since 14.1 only.
NarratorPlayer.observedAttributes = ["src", "mode", "for", "text"];

async function episodeAt(address) {
  const answer = await fetch(address, { credentials: "omit", referrerPolicy: "no-referrer" }).catch((fault) => {
    throw Object.assign(fault, { lost: true });
  });
  if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { lost: answer.status >= 500 });
  return answer.json();
}

function loaded(style) {
  return new Promise((done, failed) => {
    style.onload = done;
    style.onerror = () => failed(new Error("player.css cannot be loaded"));
    setTimeout(style.onerror, STYLE_MS);
  });
}

// The browser's own controls: for browsers that lack what the player needs, and pages whose policy forbids it.
function plainCard(episode, base, words) {
  const page = new URL("index.html", base).href;
  return make(
    "div", { class: "plain" },
    make("p", {}, words.label, " · ", make("a", { href: page, target: "_blank", rel: "noopener" }, episode.title)),
    make("audio", { controls: true, preload: "none", src: soundOf(episode, base), "aria-label": episode.title }),
  );
}

function plainPlayers() {
  for (const element of document.querySelectorAll("narrator-player[src]")) {
    if (element.querySelector(".np, audio")) continue; // the browser's own controls are there already
    const base = new URL(element.getAttribute("src"), document.baseURI);
    episodeAt(base).then((episode) => {
      swap(element, plainCard(episode, base, wordsFor(element.closest("[lang]")?.lang ?? episode.language)));
    }, () => {}); // the link inside stays
  }
}

if (!window.customElements || !Element.prototype.attachShadow) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", plainPlayers);
  else plainPlayers();
} else if (!customElements.get("narrator-player")) {
  customElements.define("narrator-player", NarratorPlayer);
}
