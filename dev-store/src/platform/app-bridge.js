// The local store's stand-in for https://cdn.shopify.com/shopifycloud/app-bridge.js, written against
// @shopify/app-bridge-types 0.7.2. The frame proxy serves it inside the app's iframe; whatever the
// merchant sees outside the iframe is drawn by the admin shell, which this script talks to by postMessage.
(() => {
  const SHELL_PORT = "__SHELL_PORT__";
  const script = document.currentScript;
  const embedded = window.parent !== window;
  const query = new URLSearchParams(location.search);
  /** A page the app opens next has no parameters any more. Browsers that refuse storage to frames lose nothing: hello brings the rest. */
  const remembered = (name, value) => {
    try {
      if (value) sessionStorage.setItem(`local-store-${name}`, value);
      return value || sessionStorage.getItem(`local-store-${name}`) || undefined;
    } catch {
      return value || undefined;
    }
  };
  const config = {
    apiKey: script?.dataset.apiKey || document.querySelector('meta[name="shopify-api-key"]')?.content || "",
    shop: remembered("shop", query.get("shop")),
    host: remembered("host", query.get("host")),
    locale: remembered("locale", query.get("locale")),
  };

  const shellOrigin = findShell();
  const waiting = new Map();
  const signals = new EventTarget();
  let lastId = 0;

  function findShell() {
    const isShell = (text) => {
      try {
        const url = new URL(text);
        return url.port === SHELL_PORT && (/(^|\.)localhost$/.test(url.hostname) || url.hostname === "127.0.0.1") ? url.origin : undefined;
      } catch {
        return undefined;
      }
    };
    return remembered("shell", isShell(location.ancestorOrigins?.[0] ?? "") ?? isShell(document.referrer));
  }

  function send(type, payload) {
    if (!embedded || !shellOrigin) return;
    window.parent.postMessage({ localStore: 1, type, payload }, shellOrigin);
  }

  function ask(type, payload) {
    if (!embedded || !shellOrigin)
      return Promise.reject(new Error(`App Bridge (local store): ${type} needs the admin, but this page is not inside it.`));
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      window.parent.postMessage({ localStore: 1, id, type, payload }, shellOrigin);
    });
  }

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || event.origin !== shellOrigin || event.data?.localStore !== 1) return;
    const { re, error, value, signal, detail } = event.data;
    if (signal) return void signals.dispatchEvent(new CustomEvent(signal, { detail }));
    const asked = waiting.get(re);
    if (!asked) return;
    waiting.delete(re);
    if (error) asked.reject(new Error(error));
    else asked.resolve(value);
  });

  // --- session token, fetch -------------------------------------------------------------------
  const idToken = () => ask("idToken");
  const plainFetch = window.fetch.bind(window);

  window.fetch = async function fetch(input, init) {
    const request = new Request(input, init);
    const url = new URL(request.url);
    if (url.protocol === "shopify:")
      throw new Error("App Bridge (local store): direct access to the Admin API is not supported; ask the app's server.");
    if (!embedded || url.origin !== location.origin || request.headers.has("Authorization")) return plainFetch(input, init);
    const again = request.clone();
    const response = await plainFetch(await authorized(request));
    const reauthorize = response.headers.get("X-Shopify-API-Request-Failure-Reauthorize-Url");
    if (reauthorize) open(reauthorize, "_top");
    if (response.status === 401 && response.headers.get("X-Shopify-Retry-Invalid-Session-Request"))
      return plainFetch(await authorized(again));
    return response;
  };

  async function authorized(request) {
    const headers = new Headers(request.headers);
    headers.set("Authorization", `Bearer ${await idToken()}`);
    return new Request(request, { headers });
  }

  // The library's bounce page asks for a fresh session token and for the page it names.
  const reload = query.get("shopify-reload");
  if (embedded && reload) {
    idToken().then((token) => {
      const target = new URL(reload, location.href);
      if (target.origin !== location.origin) throw new Error("App Bridge (local store): shopify-reload leads to another origin.");
      target.searchParams.set("id_token", token);
      location.replace(target);
    });
  }

  // --- navigation -----------------------------------------------------------------------------
  const OURS = ["embedded", "hmac", "host", "id_token", "locale", "session", "shop", "timestamp", "shopify-reload"];

  function appPath() {
    const rest = new URLSearchParams(location.search);
    for (const name of OURS) rest.delete(name);
    const search = rest.size > 0 ? `?${rest}` : "";
    return `${location.pathname.replace(/^\/app(?=\/|$)/, "")}${search}${location.hash}`;
  }

  let reported;
  function reportLocation() {
    if (reload || !/^\/app(\/|$)/.test(location.pathname)) return;
    const path = appPath();
    if (path === reported) return;
    reported = path;
    send("location", { path });
  }
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...parameters) {
      original.apply(this, parameters);
      reportLocation();
    };
  }
  window.addEventListener("popstate", reportLocation);
  window.addEventListener("hashchange", reportLocation);

  let navigators = 0;
  const listen = window.addEventListener;
  window.addEventListener = (type, ...rest) => {
    if (type === "shopify:navigate") navigators += 1;
    return listen.call(window, type, ...rest);
  };
  const forget = window.removeEventListener;
  window.removeEventListener = (type, ...rest) => {
    if (type === "shopify:navigate") navigators -= 1;
    return forget.call(window, type, ...rest);
  };

  function navigate(href, anchor) {
    if (navigators <= 0) return void location.assign(href);
    const from = anchor ?? document.body.appendChild(Object.assign(document.createElement("a"), { href, hidden: true }));
    if (!anchor) from.setAttribute("href", href);
    from.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true }));
    if (!anchor) from.remove();
  }
  signals.addEventListener("navigate", ({ detail }) => {
    const anchor = [...document.querySelectorAll("ui-nav-menu a, s-app-nav a, s-app-nav s-link")].find(
      (a) => a.getAttribute("href") === detail.href,
    );
    navigate(detail.href, anchor);
  });

  const isAdminUrl = (url) =>
    /^shopify:\/*admin\//i.test(url) || /^https:\/\/(admin\.shopify\.com|[a-z0-9-]+\.myshopify\.com)(\/|$)/i.test(url);
  const plainOpen = window.open.bind(window);
  function open(url, target, features) {
    const text = String(url ?? "");
    const leaves = target === "_top" || target === "_parent";
    if (embedded && (isAdminUrl(text) || leaves)) {
      send("open", { url: isAdminUrl(text) ? text : new URL(text, location.href).href, target: target ?? "_blank" });
      return null;
    }
    return plainOpen(url, target, features);
  }
  window.open = open;
  document.addEventListener(
    "click",
    (event) => {
      const anchor = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
      const href = anchor?.getAttribute("href");
      if (!embedded || !href || event.defaultPrevented || event.button !== 0) return;
      const leaves = anchor.target === "_top" || anchor.target === "_parent";
      if (!isAdminUrl(href) && !leaves) return;
      event.preventDefault();
      open(href, anchor.target || "_top");
    },
    true,
  );

  // --- elements whose picture is outside the iframe ----------------------------------------------
  const label = (node) => node.textContent.trim();
  /** What the shell needs to draw a button, and a way back to the element that is clicked. */
  const actions = new Map();
  let lastAction = 0;
  function describe(node) {
    if (!node.localStoreAction) node.localStoreAction = ++lastAction;
    actions.set(node.localStoreAction, node);
    return {
      action: node.localStoreAction,
      label: label(node),
      primary: node.getAttribute("variant") === "primary",
      critical: node.getAttribute("tone") === "critical",
      disabled: node.hasAttribute("disabled"),
      loading: node.hasAttribute("loading") && node.getAttribute("loading") !== "false",
    };
  }
  signals.addEventListener("action", ({ detail }) => actions.get(detail.action)?.click());

  class Observed extends HTMLElement {
    connectedCallback() {
      this.style.display = "none";
      this.observer = new MutationObserver(() => this.changed());
      this.observer.observe(this, { childList: true, subtree: true, attributes: true, characterData: true });
      queueMicrotask(() => this.changed());
    }
    disconnectedCallback() {
      this.observer?.disconnect();
      this.changed();
    }
    changed() {}
  }

  class NavMenu extends Observed {
    changed() {
      if (!this.isConnected) return;
      const items = [...this.querySelectorAll("a[href], s-link[href]")];
      send("nav", {
        items: items.filter((a) => a.getAttribute("rel") !== "home").map((a) => ({ href: a.getAttribute("href"), label: label(a) })),
      });
    }
  }

  function readTitleBar(bar) {
    const buttons = [...bar.querySelectorAll("button, a")];
    return {
      title: bar.getAttribute("title") ?? "",
      breadcrumb: buttons.filter((node) => node.getAttribute("variant") === "breadcrumb").map(describe)[0],
      actions: buttons.filter((node) => node.getAttribute("variant") !== "breadcrumb").map(describe),
    };
  }

  class TitleBar extends Observed {
    changed() {
      if (this.closest("ui-modal")) return void this.closest("ui-modal").changed?.();
      send("title", this.isConnected ? readTitleBar(this) : { title: "", actions: [] });
    }
  }

  class SaveBar extends Observed {
    #showing = false;
    get showing() {
      return this.#showing;
    }
    get discardConfirmation() {
      return this.hasAttribute("discardconfirmation") && this.getAttribute("discardconfirmation") !== "false";
    }
    set discardConfirmation(value) {
      this.toggleAttribute("discardconfirmation", Boolean(value));
    }
    async show() {
      if (this.#showing) return;
      this.#showing = true;
      this.changed();
      this.dispatchEvent(new Event("show"));
    }
    async hide() {
      if (!this.#showing) return;
      this.#showing = false;
      send("saveBar", { showing: false });
      this.dispatchEvent(new Event("hide"));
    }
    toggle() {
      return this.#showing ? this.hide() : this.show();
    }
    changed() {
      if (!this.isConnected) return void this.hide();
      if (!this.#showing) return;
      const buttons = [...this.querySelectorAll("button")];
      const save = buttons.find((button) => button.getAttribute("variant") === "primary");
      const discard = buttons.find((button) => button !== save);
      send("saveBar", {
        showing: true,
        save: save && describe(save),
        discard: discard && describe(discard),
        confirm: this.discardConfirmation,
      });
    }
  }

  let openModal = null;
  class UiModal extends Observed {
    content = document.createElement("div");
    #open = false;
    get src() {
      return this.getAttribute("src") ?? undefined;
    }
    set src(value) {
      this.setAttribute("src", value);
    }
    get variant() {
      return this.getAttribute("variant") ?? "base";
    }
    set variant(value) {
      this.setAttribute("variant", value);
    }
    get contentWindow() {
      return this.#open ? window.parent.frames["app-modal"] : null;
    }
    /** Without React the children are the content; app-bridge-react renders into `content` itself. */
    #takeChildren() {
      if (this.content.childNodes.length > 0) return;
      const own = [...this.children].filter((child) => !/^(UI-TITLE-BAR|UI-SAVE-BAR)$/.test(child.tagName) && child.childNodes.length > 0);
      this.content.append(...own);
    }
    #describe() {
      const bar = this.querySelector("ui-title-bar");
      const src = this.src ? new URL(this.src, location.href).href : `${location.origin}/.local-store/modal.html`;
      return { variant: this.variant, src, bar: bar ? readTitleBar(bar) : { title: "", actions: [] } };
    }
    async show() {
      if (this.#open) return;
      this.#open = true;
      openModal = this;
      await ask("modalShow", this.#describe());
      if (!this.src) this.#moveContent();
      this.dispatchEvent(new Event("show"));
    }
    #moveContent() {
      this.#takeChildren();
      // Same origin as this page, so its document is within reach although the shell framed it.
      const page = window.parent.frames["app-modal"].document;
      page.documentElement.lang = document.documentElement.lang;
      page.documentElement.className = document.documentElement.className;
      for (const style of document.querySelectorAll('link[rel="stylesheet"], style')) page.head.append(page.importNode(style, true));
      page.body.append(page.adoptNode(this.content));
    }
    async hide() {
      if (!this.#open) return;
      this.#open = false;
      openModal = null;
      document.adoptNode(this.content);
      send("modalHide");
      this.dispatchEvent(new Event("hide"));
    }
    toggle() {
      return this.#open ? this.hide() : this.show();
    }
    changed() {
      if (this.#open) send("modalBar", this.#describe());
    }
  }
  signals.addEventListener("modalClosed", () => openModal?.hide());

  for (const [name, element] of [
    ["ui-nav-menu", NavMenu],
    ["s-app-nav", class extends NavMenu {}],
    ["ui-title-bar", TitleBar],
    ["ui-save-bar", SaveBar],
    ["ui-modal", UiModal],
    ["s-app-window", class extends UiModal {}],
  ]) {
    customElements.define(name, element);
  }

  const byId = (id, what) => {
    const element = document.getElementById(id);
    if (typeof element?.show !== "function") throw new Error(`App Bridge (local store): there is no ${what} with the id "${id}".`);
    return element;
  };
  const controls = (what) => ({
    show: async (id) => byId(id, what).show(),
    hide: async (id) => byId(id, what).hide(),
    toggle: async (id) => byId(id, what).toggle(),
  });

  // <form data-save-bar>: the bar shows at the first change, Save submits and Discard resets.
  let dirtyForm = null;
  const formOf = (event) => event.target?.closest?.("form[data-save-bar]");
  function formChanged(event) {
    const form = formOf(event);
    if (!form || form === dirtyForm) return;
    dirtyForm = form;
    send("saveBar", {
      showing: true,
      save: { action: "form-save", label: "", disabled: false },
      discard: { action: "form-discard", label: "", disabled: false },
      confirm: form.hasAttribute("data-discard-confirmation"),
    });
  }
  function formDone(event) {
    if (!formOf(event) || formOf(event) !== dirtyForm) return;
    dirtyForm = null;
    send("saveBar", { showing: false });
  }
  document.addEventListener("input", formChanged);
  document.addEventListener("change", formChanged);
  document.addEventListener("submit", formDone);
  document.addEventListener("reset", formDone);
  actions.set("form-save", { click: () => dirtyForm?.requestSubmit() });
  actions.set("form-discard", { click: () => dirtyForm?.reset() });

  // --- the global ---------------------------------------------------------------------------------
  const toasts = new Map();
  signals.addEventListener("toastAction", ({ detail }) => toasts.get(detail.id)?.onAction?.());
  signals.addEventListener("toastGone", ({ detail }) => {
    toasts.get(detail.id)?.onDismiss?.();
    toasts.delete(detail.id);
  });

  const missing = (name) => () => {
    throw new Error(`App Bridge (local store): shopify.${name} is not supported here.`);
  };
  const missingAll = (name, methods) => Object.fromEntries(methods.map((method) => [method, missing(`${name}.${method}`)]));

  const shopify = {
    config,
    origin: location.origin,
    ready: Promise.resolve(),
    environment: { mobile: false, embedded, pos: false, intent: false },
    idToken,
    user: () => ask("user"),
    loading: (isLoading = true) => send("loading", { on: Boolean(isLoading) }),
    toast: {
      show(message, options = {}) {
        const id = `toast-${++lastId}`;
        toasts.set(id, options);
        const { duration = 5000, isError = false, action } = options;
        send("toastShow", { id, message: String(message), duration, isError, action });
        return id;
      },
      hide: (id) => send("toastHide", { id }),
    },
    saveBar: { ...controls("ui-save-bar"), leaveConfirmation: () => ask("leaveConfirmation") },
    modal: controls("ui-modal"),
    async resourcePicker(options) {
      const { type, action, filter, multiple, query: search, selectionIds } = options ?? {};
      if (!["product", "variant", "collection"].includes(type))
        throw new Error("App Bridge (local store): resourcePicker needs the type product, variant or collection.");
      const chosen = await ask(
        "resourcePicker",
        JSON.parse(JSON.stringify({ type, action, filter, multiple, query: search, selectionIds })),
      );
      return chosen && Object.assign(chosen, { selection: chosen });
    },
    scopes: { query: () => ask("scopes"), request: missing("scopes.request"), revoke: missing("scopes.revoke") },
    app: { extensions: () => ask("extensions") },
    picker: missing("picker"),
    scanner: missingAll("scanner", ["capture"]),
    pos: {
      cart: missingAll("pos.cart", ["fetch"]),
      close: missing("pos.close"),
      device: missing("pos.device"),
      location: missing("pos.location"),
    },
    intents: missingAll("intents", ["invoke", "register"]),
    webVitals: missingAll("webVitals", ["onReport"]),
    support: missingAll("support", ["registerHandler"]),
    reviews: missingAll("reviews", ["request"]),
    shopifyQL: missingAll("shopifyQL", ["available"]),
    tools: missingAll("tools", ["register", "unregister", "clear"]),
    setSignals: missing("setSignals"),
  };
  window.shopify = shopify;

  // Opened on its own, the app goes back into the admin, as with Shopify.
  if (!embedded && query.get("host") && query.get("shop"))
    location.replace(`http://127.0.0.1:${SHELL_PORT}/admin/apps/crescendo${appPath()}`);
  if (embedded && shellOrigin) {
    ask("hello").then((known) => {
      for (const name of Object.keys(known)) config[name] ??= known[name];
    });
  }
  reportLocation();
})();
