import { randomUUID } from "node:crypto";
import type { StoreEvent } from "../store/model.ts";
import type { Store } from "../store/store.ts";
import type { AppConfig, Subscription } from "./app-config.ts";
import { includeFields } from "./include-fields.ts";
import { seededRandom } from "./seeded-random.ts";
import { webhookHmac } from "./signatures.ts";
import { webhookPayload } from "./webhook-payload.ts";

/** Faults and pace of deliveries; the control API changes them while the store runs. */
export interface WebhookFaults {
  seed: number;
  /** share of deliveries sent twice, 0 to 1 */
  duplicateRatio: number;
  /** share of deliveries never sent, 0 to 1 */
  lossRatio: number;
  /** every delivery waits this long (milliseconds) */
  delayMs: number;
  /** and then up to this long more, at random, which shuffles them */
  reorderMs: number;
  /** first pause before a retry; each next one is twice as long. Shopify's eight retries span 4 hours (about 56 s here) */
  retryBaseMs: number;
}

export const NO_WEBHOOK_FAULTS: WebhookFaults = { seed: 1, duplicateRatio: 0, lossRatio: 0, delayMs: 0, reorderMs: 0, retryBaseMs: 2000 };

export interface Delivery {
  webhookId: string;
  eventId: string;
  topic: string;
  shop: string;
  path: string;
  triggeredAt: string;
  status: "waiting" | "delivered" | "retrying" | "failed" | "lost";
  attempts: number;
  /** HTTP status of the last attempt, or what went wrong */
  lastResult: string | null;
  body: string;
}

interface Queue {
  subscription: Subscription;
  waiting: Delivery[];
  running: number;
}

const RETRIES = 8;
const TIMEOUT_MS = 5000;
const AT_ONCE = 4;
const LOG_SIZE = 1000;
const COMPLIANCE = new Set(["customers/data_request", "customers/redact", "shop/redact"]);

export interface WebhookOptions {
  config: AppConfig;
  clientId: string;
  secret: string;
  /** where the app listens; null while it is not known */
  appUrl: () => string | null;
  log: (line: string) => void;
}

/** Sends what the app subscribed to in shopify.app.toml, as Shopify does: signed, at least once, in no promised order. */
export class Webhooks {
  faults: WebhookFaults = { ...NO_WEBHOOK_FAULTS };
  readonly #options: WebhookOptions;
  readonly #queues: Queue[];
  readonly #log: Delivery[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();
  #random = seededRandom(NO_WEBHOOK_FAULTS.seed);
  #closed = false;
  #open = 0;

  constructor(options: WebhookOptions) {
    this.#options = options;
    this.#queues = options.config.subscriptions.map((subscription) => ({ subscription, waiting: [], running: 0 }));
  }

  /** Last deliveries, newest first. */
  get log(): readonly Delivery[] {
    return this.#log.toReversed();
  }

  /** Deliveries neither done nor given up. */
  get pending(): number {
    return this.#open;
  }

  /** A new seed starts the same faults over. */
  setFaults(change: Partial<WebhookFaults>): WebhookFaults {
    this.faults = { ...this.faults, ...change };
    if (change.seed !== undefined) this.#random = seededRandom(change.seed);
    return this.faults;
  }

  /** Starts to listen to a store. Returns the way to stop. */
  watch(store: Store): () => void {
    return store.onEvent((event) => this.#accept(store, event));
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #accept(store: Store, event: StoreEvent): void {
    const queues = this.#queues.filter(({ subscription }) => subscription.topics.includes(event.topic));
    if (queues.length === 0 || !this.#mayHear(store, event)) return;
    // Now, not at delivery: Shopify's payload is what the resource was when the event happened.
    const payload = webhookPayload(store, event);
    if (payload === null) return;
    for (const queue of queues) {
      const fields = queue.subscription.includeFields;
      const delivery: Delivery = {
        webhookId: randomUUID(),
        eventId: event.eventId,
        topic: event.topic,
        shop: store.shop.domain,
        path: queue.subscription.path,
        triggeredAt: new Date(event.triggeredAt).toISOString(),
        status: "waiting",
        attempts: 0,
        lastResult: null,
        body: JSON.stringify(fields ? includeFields(payload, fields) : payload),
      };
      this.#record(delivery);
      if (this.#random() < this.faults.lossRatio) {
        delivery.status = "lost";
        continue;
      }
      this.#schedule(queue, delivery);
      if (this.#random() < this.faults.duplicateRatio) {
        const copy = { ...delivery };
        this.#record(copy);
        this.#schedule(queue, copy);
      }
    }
  }

  /** After an uninstall only that news itself and the compliance topics are sent. */
  #mayHear(store: Store, event: StoreEvent): boolean {
    if (event.topic === "app/uninstalled" || COMPLIANCE.has(event.topic)) return true;
    return store.installations.has(this.#options.clientId);
  }

  #schedule(queue: Queue, delivery: Delivery): void {
    this.#open += 1;
    const wait = this.faults.delayMs + (this.faults.reorderMs > 0 ? this.#random() * this.faults.reorderMs : 0);
    if (wait > 0) this.#later(wait, () => this.#push(queue, delivery));
    else this.#push(queue, delivery);
  }

  #push(queue: Queue, delivery: Delivery): void {
    queue.waiting.push(delivery);
    this.#run(queue);
  }

  #run(queue: Queue): void {
    while (!this.#closed && queue.running < AT_ONCE) {
      const delivery = queue.waiting.shift();
      if (!delivery) return;
      queue.running += 1;
      void this.#attempt(queue, delivery).finally(() => {
        queue.running -= 1;
        this.#run(queue);
      });
    }
  }

  async #attempt(queue: Queue, delivery: Delivery): Promise<void> {
    delivery.attempts += 1;
    delivery.lastResult = await this.#send(delivery);
    if (/^2\d\d$/.test(delivery.lastResult)) {
      delivery.status = "delivered";
      this.#open -= 1;
      return;
    }
    if (delivery.attempts > RETRIES) {
      delivery.status = "failed";
      this.#open -= 1;
      this.#options.log(`webhook ${delivery.topic} given up after ${delivery.attempts} attempts: ${delivery.lastResult}`);
      return;
    }
    delivery.status = "retrying";
    this.#later(this.faults.retryBaseMs * 2 ** (delivery.attempts - 1), () => this.#push(queue, delivery));
  }

  async #send(delivery: Delivery): Promise<string> {
    const appUrl = this.#options.appUrl();
    if (!appUrl) return "the app's address is not known yet";
    try {
      const response = await fetch(new URL(delivery.path, appUrl), {
        method: "POST",
        body: delivery.body,
        redirect: "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          "Content-Type": "application/json",
          "User-Agent": "Shopify-Captain-Hook",
          "X-Shopify-Topic": delivery.topic,
          "X-Shopify-Hmac-Sha256": webhookHmac(delivery.body, this.#options.secret),
          "X-Shopify-Shop-Domain": delivery.shop,
          "X-Shopify-API-Version": this.#options.config.apiVersion,
          "X-Shopify-Webhook-Id": delivery.webhookId,
          "X-Shopify-Event-Id": delivery.eventId,
          "X-Shopify-Triggered-At": delivery.triggeredAt,
        },
      });
      await response.body?.cancel();
      return String(response.status);
    } catch (error) {
      if (error instanceof Error && error.name === "TimeoutError") return "no answer in 5 seconds";
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
    }
  }

  #record(delivery: Delivery): void {
    this.#log.push(delivery);
    if (this.#log.length > LOG_SIZE) this.#log.shift();
  }

  #later(wait: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#closed) run();
    }, wait);
    this.#timers.add(timer);
  }
}
