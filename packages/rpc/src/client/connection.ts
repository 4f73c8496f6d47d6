import type {ClientHttp2Session} from "node:http2";
import {setTimeout as sleep} from "node:timers/promises";
import {orAborted} from "@oasis-node/primitives/abort";
import {RpcError} from "../status/index.ts";
import type {Address} from "./address.ts";
import {dial} from "./dial.ts";
import type {ClientTls} from "./dialTls.ts";

/** Milliseconds from a failed attempt to the next: longer each time, as gRPC has it, but sooner at first. */
const backoff = {first: 100, factor: 1.6, longest: 5000} as const;

/** What a caller says about waiting. */
export interface Patience {
  readonly waitForReady: boolean;
  readonly signal: AbortSignal | undefined;
}

/** The connection to one server: made when it is needed, made anew when it broke. */
export class Connection {
  readonly #address: Address;
  readonly #tls: ClientTls | null;
  readonly #closing = new AbortController();
  #session: ClientHttp2Session | undefined;
  #dialing: Promise<ClientHttp2Session> | undefined;
  #wait = 0;
  /** The last attempt, if it failed; until `retryAt` there is no other. */
  #failure: {readonly error: unknown; readonly retryAt: number} | undefined;

  constructor(address: Address, tls: ClientTls | null) {
    this.#address = address;
    this.#tls = tls;
  }

  /** The session if there is one. */
  get ready(): ClientHttp2Session | undefined {
    const session = this.#session;
    return session?.closed || session?.destroyed ? undefined : session;
  }

  /**
   * Connects. Throws `RpcError` `Unavailable` when that fails, also when it failed a moment ago, unless the caller waits; and
   * the signal's reason.
   */
  async session({waitForReady, signal}: Patience): Promise<ClientHttp2Session> {
    for (;;) {
      this.checkOpen();
      signal?.throwIfAborted();
      if (this.ready !== undefined) return this.ready;
      const pause = (this.#failure?.retryAt ?? 0) - performance.now();
      if (pause > 0 && !waitForReady) throw this.#failure?.error;
      try {
        if (pause > 0) await this.#sleep(pause, signal);
        else return await orAborted(this.#dial(), signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!waitForReady) throw error;
      }
    }
  }

  close(): void {
    this.#closing.abort();
    this.#session?.destroy();
    this.#session = undefined;
  }

  /** Throws `RpcError` `Canceled` after `close`. */
  checkOpen(): void {
    if (this.#closing.signal.aborted)
      throw new RpcError("Canceled", "grpc: the client connection is closing");
  }

  async #sleep(pause: number, signal: AbortSignal | undefined): Promise<void> {
    const closing = this.#closing.signal;
    await sleep(pause, undefined, {
      signal: signal === undefined ? closing : AbortSignal.any([signal, closing]),
    });
  }

  /** One attempt at a time, for all who wait. */
  #dial(): Promise<ClientHttp2Session> {
    this.#dialing ??= this.#attempt().finally(() => {
      this.#dialing = undefined;
    });
    return this.#dialing;
  }

  async #attempt(): Promise<ClientHttp2Session> {
    try {
      const session = await dial(this.#address, this.#tls);
      this.#adopt(session);
      this.checkOpen();
      return session;
    } catch (error) {
      this.#wait = Math.min(this.#wait === 0 ? backoff.first : this.#wait * backoff.factor, backoff.longest);
      this.#failure = {error, retryAt: performance.now() + this.#wait};
      throw error;
    }
  }

  #adopt(session: ClientHttp2Session): void {
    // Calls on it learn of its end by theirs.
    session.on("error", () => {});
    session.once("goaway", () => this.#drop(session));
    session.once("close", () => this.#drop(session));
    if (this.#closing.signal.aborted) session.destroy();
    this.#session = session;
    this.#failure = undefined;
    this.#wait = 0;
  }

  #drop(session: ClientHttp2Session): void {
    if (this.#session === session) this.#session = undefined;
  }
}
