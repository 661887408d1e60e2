import net from "node:net";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Waiting {
  readonly text: string;
  resolve(answer: Answer): void;
  reject(reason: Error): void;
}

/**
 * As much of HTTP/1.1 as measuring takes: GET over connections that stay open, one request at a time on each, at most `most` of them;
 * what finds none free waits its turn. Connections take turns, as requests come from many of Shopify's machines. Node's own client would take as much of the processors as the server that it measures.
 */
export class KeepAlive {
  readonly #port: number;
  readonly #most: number;
  readonly #free: net.Socket[] = [];
  readonly #all = new Map<net.Socket, Waiting | null>();
  readonly #queue: Waiting[] = [];

  constructor(url: string, most: number) {
    this.#port = Number(new URL(url).port);
    this.#most = most;
  }

  get(path: string, headers: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const text = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${this.#port}\r\n${headers}\r\n`;
      this.#queue.push({ text, resolve, reject });
      this.#next();
    });
  }

  close(): void {
    for (const socket of this.#all.keys()) socket.destroy();
  }

  #next(): void {
    if (this.#queue.length === 0) return;
    const socket = this.#free.shift() ?? (this.#all.size < this.#most ? this.#open() : undefined);
    if (!socket) return;
    const waiting = this.#queue.shift() as Waiting;
    this.#all.set(socket, waiting);
    socket.write(waiting.text);
  }

  #open(): net.Socket {
    const socket = net.connect({ port: this.#port, host: "127.0.0.1", noDelay: true });
    let read = "";
    const end = (reason: Error) => {
      const waiting = this.#all.get(socket);
      this.#all.delete(socket);
      const free = this.#free.indexOf(socket);
      if (free >= 0) this.#free.splice(free, 1);
      waiting?.reject(reason);
      this.#next();
    };
    // In latin1 a byte is a character, as Content-Length counts.
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      read += chunk;
      const head = read.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(read)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) return void socket.destroy(new Error(`An answer without its length: ${read.slice(0, head)}`));
      if (read.length < head + 4 + length) return;
      const answer = { status: Number(read.slice(9, 12)), body: Buffer.from(read.slice(head + 4, head + 4 + length), "latin1").toString() };
      read = "";
      const waiting = this.#all.get(socket);
      this.#all.set(socket, null);
      this.#free.push(socket);
      waiting?.resolve(answer);
      this.#next();
    });
    socket.on("error", () => {}); // "close" follows, and tells
    socket.on("close", () => end(new Error("The connection was closed.")));
    this.#all.set(socket, null);
    return socket;
  }
}
