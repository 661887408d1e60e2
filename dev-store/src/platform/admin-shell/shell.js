// The admin shell's own script. It draws, outside the iframe, what the app asks for through App Bridge.
const find = (name, root = document) => root.querySelector(`[data-${name}]`);
const element = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

find("menu").addEventListener("click", ({ currentTarget }) => {
  const open = currentTarget.getAttribute("aria-expanded") !== "true";
  currentTarget.setAttribute("aria-expanded", String(open));
  document.body.classList.toggle("menu-open", open);
});
for (const select of document.querySelectorAll("[data-submit-on-change]"))
  select.addEventListener("change", () => select.form.requestSubmit());
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!confirm(form.dataset.confirm)) event.preventDefault();
  });
}

const frame = find("frame");
if (frame) runApp(frame, JSON.parse(document.getElementById("shell-data").textContent));

function runApp(frame, { frameOrigin, config }) {
  let saveBarShown = false;

  // --- messages ---------------------------------------------------------------------------------
  const modalWindow = () => find("modal-body").querySelector("iframe")?.contentWindow;
  window.addEventListener("message", async (event) => {
    const known = event.source === frame.contentWindow || (event.source && event.source === modalWindow());
    if (!known || event.origin !== frameOrigin || event.data?.localStore !== 1) return;
    const { id, type, payload } = event.data;
    const answer = (reply) => event.source?.postMessage({ localStore: 1, re: id, ...reply }, frameOrigin);
    try {
      const handler = Object.hasOwn(handlers, type) ? handlers[type] : null;
      if (!handler) throw new Error(`The local store's admin does not know "${type}".`);
      const value = await handler(payload ?? {}, event.source);
      if (id !== undefined) answer({ value });
    } catch (error) {
      if (id !== undefined) answer({ error: error.message });
      else console.error(error);
    }
  });
  const signal = (name, detail, target = frame.contentWindow) => target?.postMessage({ localStore: 1, signal: name, detail }, frameOrigin);
  const getJson = async (path) => {
    const response = await fetch(path, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`);
    return response.json();
  };

  const handlers = {
    hello: () => config,
    idToken: async () => (await getJson("/admin/_session_token")).token,
    user: () => getJson("/admin/_user"),
    scopes: () => getJson("/admin/_scopes"),
    extensions: () => getJson("/admin/_extensions"),
    location: ({ path }, source) => {
      if (source !== frame.contentWindow) return;
      history.replaceState(null, "", `/admin/apps/crescendo${path === "/" ? "" : path}`);
      markNav();
    },
    open: ({ url, target }) => leaveFor(() => openUrl(url, target)),
    nav: drawNav,
    title: drawTitle,
    saveBar: drawSaveBar,
    leaveConfirmation: () => new Promise((resolve) => leaveFor(resolve)),
    loading: ({ on }) => {
      find("loading").hidden = !on;
    },
    toastShow: showToast,
    toastHide: ({ id }) => document.getElementById(id)?.remove(),
    modalShow: showModal,
    modalBar: ({ bar }) => drawModalBar(bar),
    modalHide: () => find("modal").close(),
    resourcePicker: pickResources,
  };

  // --- navigation -------------------------------------------------------------------------------
  function openUrl(url, target) {
    const admin =
      /^shopify:\/*admin\/?(.*)$/i.exec(url) ??
      /^https:\/\/admin\.shopify\.com\/store\/[^/?#]+\/?(.*)$/i.exec(url) ??
      /^https:\/\/[a-z0-9-]+\.myshopify\.com\/admin\/?(.*)$/i.exec(url);
    const shop = /^https:\/\/[a-z0-9-]+\.myshopify\.com(\/.*)?$/i.exec(url);
    const address = admin ? `/admin/${admin[1]}` : shop ? (shop[1] ?? "/") : url;
    if (!/^(\/|https?:)/.test(address)) throw new Error(`The local store does not open ${url}.`);
    if (target === "_blank") window.open(address, "_blank", "noopener");
    else location.assign(address);
  }

  function leaveFor(run) {
    if (!saveBarShown) return run();
    const dialog = find("leave");
    dialog.returnValue = "stay";
    dialog.addEventListener("close", () => dialog.returnValue === "leave" && run(), { once: true });
    dialog.showModal();
  }
  document.querySelector("nav").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const href = link.dataset.appHref;
    event.preventDefault();
    leaveFor(() => {
      drawSaveBar({ showing: false });
      if (href) signal("navigate", { href });
      else location.assign(link.href);
      find("menu").setAttribute("aria-expanded", "false");
      document.body.classList.remove("menu-open");
    });
  });

  const shellPath = (href) => `/admin/apps/crescendo${href.replace(/^\/app(?=\/|\?|$)/, "").replace(/^\/$/, "")}`;
  function drawNav({ items }) {
    const list = element("ul");
    for (const { href, label } of items) {
      const link = element("a", { href: shellPath(href), textContent: label });
      link.dataset.appHref = href;
      list.append(element("li", {}, link));
    }
    find("app-nav").replaceChildren(list);
    markNav();
  }
  function markNav() {
    const links = [...document.querySelectorAll("[data-app-href]")];
    const current = links
      .filter((link) => location.pathname.startsWith(new URL(link.href).pathname))
      .sort((a, b) => b.href.length - a.href.length)[0];
    for (const link of links) link === current ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
  }

  // --- title bar, save bar ------------------------------------------------------------------------
  function actionButton(description, target) {
    const { action, label, primary, critical, disabled, loading } = description;
    const button = element("button", {
      type: "button",
      textContent: label,
      disabled: disabled || loading,
      className: critical ? "critical" : primary ? "dark" : "light",
    });
    if (loading) button.setAttribute("aria-busy", "true");
    button.addEventListener("click", () => signal("action", { action }, target));
    return button;
  }
  function drawTitle({ title, breadcrumb, actions }) {
    find("title").textContent = title;
    find("breadcrumb").replaceChildren(...(breadcrumb ? [actionButton(breadcrumb)] : []));
    find("actions").replaceChildren(...actions.map((action) => actionButton(action)));
    if (title) document.title = `${title} · Local store`;
  }
  function drawSaveBar({ showing, save, discard, confirm: ask }) {
    const bar = find("save-bar");
    saveBarShown = showing;
    bar.hidden = !showing;
    if (!showing) return;
    for (const [name, described] of [
      ["save", save],
      ["discard", discard],
    ]) {
      const button = find(name, bar);
      button.hidden = !described;
      if (!described) continue;
      button.textContent = described.label || (name === "save" ? "Save" : "Discard");
      button.disabled = Boolean(described.disabled || described.loading);
      button.setAttribute("aria-busy", String(Boolean(described.loading)));
      button.onclick = () => {
        if (name === "discard" && ask && !confirm("Discard all unsaved changes?")) return;
        signal("action", { action: described.action });
      };
    }
  }

  // --- toast ----------------------------------------------------------------------------------------
  function showToast({ id, message, duration, isError, action }) {
    const gone = () => {
      toast.remove();
      signal("toastGone", { id });
    };
    const toast = element("div", { id, className: isError ? "toast error" : "toast" }, element("span", { textContent: message }));
    if (action) toast.append(element("button", { type: "button", textContent: action, onclick: () => signal("toastAction", { id }) }));
    const close = element("button", { type: "button", className: "close", textContent: "✕", onclick: gone });
    close.setAttribute("aria-label", "Dismiss");
    toast.append(close);
    find("toasts").append(toast);
    setTimeout(() => toast.isConnected && gone(), duration);
  }

  // --- modal ----------------------------------------------------------------------------------------
  function drawModalBar(bar) {
    find("modal-title").textContent = bar.title;
    find("modal-actions").replaceChildren(
      element("span", { className: "grow" }),
      ...bar.actions.toReversed().map((action) => actionButton(action)),
    );
  }
  async function showModal({ variant, src, bar }) {
    if (new URL(src).origin !== frameOrigin) throw new Error("A modal shows pages of the app only.");
    const dialog = find("modal");
    dialog.dataset.variant = variant;
    drawModalBar(bar);
    const page = element("iframe", { name: "app-modal", title: bar.title || "Modal", src });
    const loaded = new Promise((resolve) => page.addEventListener("load", resolve, { once: true }));
    find("modal-body").replaceChildren(page);
    dialog.showModal();
    await loaded;
  }
  find("modal-close").addEventListener("click", () => find("modal").close());
  find("modal").addEventListener("close", () => {
    signal("modalClosed");
    // After the app has taken its content back.
    setTimeout(() => !find("modal").open && find("modal-body").replaceChildren(), 100);
  });

  // --- resource picker ------------------------------------------------------------------------------
  async function pickResources({ type, action, multiple, query, filter, selectionIds }) {
    const dialog = find("picker");
    const most = multiple === true ? Number.POSITIVE_INFINITY : typeof multiple === "number" ? multiple : 1;
    const chosen = new Map();
    const search = find("picker-search");
    const list = find("picker-list");
    find("picker-title").textContent = `${action === "select" ? "Select" : "Add"} ${type === "variant" ? "product variants" : `${type}s`}`;
    find("picker-select").textContent = action === "select" ? "Select" : "Add";
    search.value = query ?? "";
    const preselected = new Set((selectionIds ?? []).flatMap((item) => [item.id, ...(item.variants ?? []).map(({ id }) => id)]));
    if (preselected.size > 0) {
      const { resources } = await getJson(`/admin/_resources?${new URLSearchParams({ type, ids: [...preselected].join(",") })}`);
      for (const resource of resources) chosen.set(resource.id, resource);
    }
    const count = () => {
      find("picker-count").textContent = `${chosen.size} selected`;
    };
    const draw = async () => {
      const asked = search.value;
      const parameters = new URLSearchParams({
        type,
        q: asked,
        drafts: String(filter?.draft !== false),
        archived: String(filter?.archived !== false),
      });
      const { resources } = await getJson(`/admin/_resources?${parameters}`);
      if (asked !== search.value) return;
      list.replaceChildren(
        ...resources.map((resource) => {
          const box = element("input", {
            type: most > 1 ? "checkbox" : "radio",
            name: "picked",
            value: resource.id,
            checked: chosen.has(resource.id),
          });
          box.addEventListener("change", () => {
            if (most === 1) chosen.clear();
            if (!box.checked) chosen.delete(resource.id);
            else if (chosen.size < most) chosen.set(resource.id, resource);
            else box.checked = false;
            count();
          });
          const text = element("span", { className: "grow", textContent: resource.displayName ?? resource.title });
          return element("li", {}, element("label", {}, box, text, element("small", { textContent: resource.price ?? "" })));
        }),
      );
      if (resources.length === 0) list.append(element("li", { className: "empty", textContent: "Nothing matches." }));
      count();
    };
    search.oninput = draw;
    await draw();
    for (const cancel of dialog.querySelectorAll("[data-picker-cancel]")) cancel.onclick = () => dialog.close("cancel");
    find("picker-select").value = "select";
    dialog.returnValue = "cancel";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "select" ? [...chosen.values()] : undefined), { once: true });
    });
  }
}
