import http from "node:http";
import { afterEach, expect, test } from "vitest";
import { APP_BRIDGE_CDN, allowShell, localAdmin } from "./frame-proxy.ts";
import { listeningApp, samplePlatform } from "./sample-platform.ts";
import { swapText } from "./swap-text.ts";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function framed(answer: Parameters<typeof listeningApp>[0]) {
  const app = await listeningApp(answer);
  const platform = await samplePlatform(app.url);
  closing.push(platform.close, app.close);
  return { app, platform };
}

test("App Bridge's address is exchanged in pages, scripts and preload headers, and the shell may frame the page", async () => {
  const { platform } = await framed((_seen, response) =>
    response
      .writeHead(200, {
        "Content-Type": "text/html",
        Link: `<${APP_BRIDGE_CDN}>; rel="preload"; as="script";`,
        "Content-Security-Policy": "default-src 'self'; frame-ancestors https://x.myshopify.com https://admin.shopify.com;",
        "Set-Cookie": ["a=1", "b=2"],
      })
      .end(`<script src="${APP_BRIDGE_CDN}"></script>`),
  );
  const response = await fetch(`${platform.frameUrl}/app`);
  expect(await response.text()).toBe('<script src="/.local-store/app-bridge.js"></script>');
  expect(response.headers.get("link")).toBe('</.local-store/app-bridge.js>; rel="preload"; as="script";');
  expect(response.headers.get("content-security-policy")).toContain(`https://admin.shopify.com ${platform.url} `);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  const bridge = await (await fetch(`${platform.frameUrl}/.local-store/app-bridge.js`)).text();
  expect(bridge).toContain(`SHELL_PORT = "${new URL(platform.url).port}"`);
});

test("everything else passes untouched, with the frame's own Host", async () => {
  const bytes = Buffer.from([0, 255, 10, 13]);
  const { app, platform } = await framed((_seen, response) =>
    response.writeHead(206, { "Content-Type": "font/woff2", ETag: '"x"', "Content-Length": "4" }).end(bytes),
  );
  const response = await fetch(`${platform.frameUrl}/file?a=1`, { method: "PUT", body: "hello", headers: { Authorization: "Bearer t" } });
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  expect([response.status, response.headers.get("etag"), response.headers.get("content-length")]).toEqual([206, '"x"', "4"]);
  expect(app.seen[0]).toMatchObject({
    method: "PUT",
    url: "/file?a=1",
    body: "hello",
    headers: { authorization: "Bearer t", host: new URL(platform.frameUrl).host },
  });
});

test("a page is passed on while it is still being written", async () => {
  let finish = () => {};
  const { platform } = await framed((_seen, response) => {
    response.writeHead(200, { "Content-Type": "text/html" });
    response.write("<p>first</p>");
    finish = () => response.end("<p>last</p>");
  });
  await new Promise<void>((resolve, reject) => {
    http
      .get(`${platform.frameUrl}/app`, (answer) => {
        let text = "";
        answer.on("data", (chunk) => {
          text += chunk;
          if (text === "<p>first</p>") finish();
        });
        answer.on("end", () => (text === "<p>first</p><p>last</p>" ? resolve() : reject(new Error(text))));
      })
      .on("error", reject);
  });
});

test("a text is swapped wherever chunks are cut", async () => {
  const page = `x${APP_BRIDGE_CDN}y${APP_BRIDGE_CDN.slice(0, 20)}z${APP_BRIDGE_CDN}${APP_BRIDGE_CDN}`;
  const expected = `xOURSy${APP_BRIDGE_CDN.slice(0, 20)}zOURSOURS`;
  for (let size = 1; size <= page.length; size++) {
    const swap = swapText(APP_BRIDGE_CDN, "OURS");
    for (let at = 0; at < page.length; at += size) swap.write(page.slice(at, at + size));
    swap.end();
    let text = "";
    for await (const chunk of swap) text += chunk;
    expect(text).toBe(expected);
  }
});

test("a policy that frames nowhere stays as it is", () => {
  expect(allowShell("frame-ancestors 'none';", "http://127.0.0.1:1")).toBe("frame-ancestors 'none';");
});

test("redirects to Shopify's admin lead to the local one, others stay", () => {
  expect(localAdmin("https://admin.shopify.com/store/crescendo-demo/apps/abc", 4000)).toBe("http://127.0.0.1:4000/admin/apps/abc");
  expect(localAdmin("https://crescendo-demo.myshopify.com/admin/oauth/install?client_id=1", 4000)).toBe(
    "http://127.0.0.1:4000/admin/oauth/install?client_id=1",
  );
  expect(localAdmin("/app?shop=x", 4000)).toBe("/app?shop=x");
  expect(localAdmin("https://example.com/admin", 4000)).toBe("https://example.com/admin");
});

test("an app that is not running is named", async () => {
  const { app, platform } = await framed(undefined);
  await app.close();
  const response = await fetch(`${platform.frameUrl}/app`);
  expect(response.status).toBe(502);
  expect(await response.text()).toContain(`The app is not running on ${new URL(app.url).host}`);
});

test("a WebSocket of the app's development server goes through", async () => {
  const { app, platform } = await framed(undefined);
  app.server.on("upgrade", (_request, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
    socket.on("data", (data) => socket.end(`echo ${data}`));
    socket.on("error", () => {});
  });
  const text = await new Promise<string>((resolve, reject) => {
    const request = http.request(`${platform.frameUrl}/hmr`, { headers: { Connection: "Upgrade", Upgrade: "echo" } });
    request.on("upgrade", (_answer, socket) => {
      socket.once("data", (data) => resolve(String(data)));
      socket.write("hello");
    });
    request.on("error", reject);
    request.end();
  });
  expect(text).toBe("echo hello");
});
