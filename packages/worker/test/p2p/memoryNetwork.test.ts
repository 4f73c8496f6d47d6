import {utf8} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import type {Clock} from "@oasis-node/primitives/clock";
import {asHeight} from "@oasis-node/primitives/epoch";
import {testNamespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {afterEach, describe, expect, test} from "vitest";
import {
  accepted,
  CommitteeMessage,
  Dispatcher,
  type Gossip,
  handlingTimeoutMs,
  MemoryNetwork,
  maxRetries,
  maxRetryWorkers,
  onlyRelayed,
  refused,
  retryLater,
  SeenCache,
  unhandled,
  type Verdict,
} from "../../src/p2p/index.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";

const runtimeId = testNamespace(utf8("gossip"));
let stop = new AbortController();

afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

/** Time that passes when it is told to; pauses are remembered. */
class ManualClock implements Clock {
  time = 0n;
  readonly sleeps: {readonly milliseconds: number; readonly wake: () => void}[] = [];

  now(): bigint {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.sleeps.push({milliseconds, wake: resolve});
      signal?.addEventListener("abort", () => reject(signal.reason), {once: true});
    });
  }
}

function message(text: string): CommitteeMessage {
  return CommitteeMessage.make({groupVersion: asHeight(5n), tx: {data: utf8(text)}});
}

/** A node that takes what it is told to take. */
class Listener {
  readonly heard: {readonly text: string; readonly isOwn: boolean}[] = [];
  verdict: Verdict = accepted;
  authentication: Verdict = accepted;
  readonly key: PublicKey;
  readonly gossip: Gossip;
  readonly leave: () => void;

  constructor(network: MemoryNetwork, name: string) {
    this.key = testSigner(name).publicKey;
    this.gossip = network.join(this.key);
    this.leave = this.gossip.subscribe(runtimeId, {
      authenticate: () => this.authentication,
      handle: async ({tx}, {isOwn}) => {
        this.heard.push({text: Buffer.from(tx?.data ?? []).toString(), isOwn});
        return this.verdict;
      },
    });
  }

  get texts(): string[] {
    return this.heard.map(({text}) => text);
  }
}

/** Three nodes of which the outer ones only know the middle one. */
function line() {
  const clock = new ManualClock();
  const logger = new RecordingLogger();
  const names = ["left", "middle", "right"];
  const place = (key: PublicKey) =>
    names.findIndex((name) => testSigner(name).publicKey.every((b, i) => b === key[i]));
  const network = new MemoryNetwork({
    clock,
    logger,
    random: (length) => new Uint8Array(length),
    signal: stop.signal,
    connected: (from, to) => Math.abs(place(from) - place(to)) === 1,
  });
  const [left, middle, right] = names.map((name) => new Listener(network, name));
  if (!left || !middle || !right) throw new RangeError("three nodes");
  return {clock, logger, left, middle, right};
}

/** Lets everything happen that does not wait for time. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("messages", () => {
  test("are those of the reference on the wire", () => {
    const bytes = encode(CommitteeMessage, message("abc"));
    expect(Buffer.from(bytes).toString("hex")).toBe(
      "a2625478a16464617461436162636d67726f75705f76657273696f6e05",
    );
    expect(decode(CommitteeMessage, bytes)).toEqual(message("abc"));
    expect(Buffer.from(encode(CommitteeMessage, CommitteeMessage.zero())).toString("hex")).toBe("a0");
  });
});

describe("gossip", () => {
  test("reaches everybody once, over others too, and the own handlers", async () => {
    const {left, middle, right} = line();
    left.gossip.publish(runtimeId, message("hello"));
    left.gossip.publish(runtimeId, message("hello"));
    await settle();
    right.gossip.publish(runtimeId, message("hello"));
    await settle();
    expect(left.heard).toEqual([{text: "hello", isOwn: true}]);
    expect(middle.heard).toEqual([{text: "hello", isOwn: false}]);
    expect(right.heard).toEqual([{text: "hello", isOwn: false}]);
  });

  test.each([
    ["accepted", accepted, true],
    ["unhandled", unhandled, true],
    ["for later", retryLater("not yet"), true],
    ["refused", refused("never"), false],
    ["refused, for others to judge", onlyRelayed("not here"), true],
  ])("that is %s goes on or not", async (_, verdict, goesOn) => {
    const {left, middle, right} = line();
    middle.verdict = verdict;
    left.gossip.publish(runtimeId, message("hello"));
    await settle();
    // What is not handled is tried again at once.
    expect([...new Set(middle.texts)]).toEqual(["hello"]);
    expect(right.texts).toEqual(goesOn ? ["hello"] : []);
  });

  test("of who is not to be heard is not handled", async () => {
    const {left, middle, right} = line();
    middle.authentication = onlyRelayed("not authorized");
    left.gossip.publish(runtimeId, message("hello"));
    await settle();
    expect(middle.texts).toEqual([]);
    expect(right.texts).toEqual(["hello"]);
  });

  test("does not reach who has left, nor other runtimes", async () => {
    const {left, middle, logger} = line();
    middle.leave();
    left.gossip.publish(runtimeId, message("hello"));
    left.gossip.publish(testNamespace(utf8("other")), message("hello"));
    await settle();
    expect(middle.texts).toEqual([]);
    expect(logger.count("attempted to publish message for unknown runtime ID")).toBe(1);
  });

  test("is forgotten after two minutes", () => {
    const clock = new ManualClock();
    const seen = new SeenCache(clock);
    expect([seen.add(utf8("a")), seen.add(utf8("a"))]).toEqual([true, false]);
    clock.time = 119_999_999_999n;
    expect(seen.add(utf8("a"))).toBe(false);
    clock.time = 120_000_000_000n;
    expect(seen.add(utf8("a"))).toBe(true);
  });
});

describe("a dispatcher", () => {
  const author = testSigner("author").publicKey;

  function dispatcher(verdict: () => Verdict | Promise<Verdict>) {
    const clock = new ManualClock();
    const logger = new RecordingLogger();
    const surroundings = {clock, logger, random: () => Uint8Array.of(128, 0)};
    const made = new Dispatcher(surroundings, stop.signal);
    const handled: AbortSignal[] = [];
    made.add({
      authenticate: () => accepted,
      handle: async (_message, _from, signal) => {
        handled.push(signal);
        return verdict();
      },
    });
    const pauses = () => clock.sleeps.filter(({milliseconds}) => milliseconds !== handlingTimeoutMs);
    return {made, clock, logger, handled, pauses};
  }

  const receive = (to: Dispatcher, text = "a") =>
    to.receive(encode(CommitteeMessage, message(text)), {author, isOwn: false});

  test("refuses what is no message", async () => {
    const {made, logger} = dispatcher(() => accepted);
    expect(await made.receive(utf8("nonsense"), {author, isOwn: false})).toBe(false);
    expect(logger.count("error while parsing message from peer")).toBe(1);
  });

  test("tries again with growing pauses, five times at most", async () => {
    const {made, handled, pauses} = dispatcher(() => retryLater("not yet"));
    expect(await receive(made)).toBe(true);
    await settle();
    for (let tries = 0; tries < maxRetries; tries++) {
      pauses().at(-1)?.wake();
      await settle();
    }
    expect(pauses().map(({milliseconds}) => milliseconds)).toEqual([500, 750, 1125, 1687, 2531]);
    expect(handled).toHaveLength(2 + maxRetries);
    await made.ended();
  });

  test.each([accepted, refused("never"), onlyRelayed("never here")])(
    "stops trying with a last word",
    async (last) => {
      const verdicts = [retryLater("not yet"), retryLater("not yet"), last];
      const {made, handled, pauses} = dispatcher(() => verdicts.shift() ?? accepted);
      await receive(made);
      await settle();
      pauses().at(-1)?.wake();
      await made.ended();
      expect(handled).toHaveLength(3);
    },
  );

  test("tries only so many again at the same time", async () => {
    const {made, logger} = dispatcher(() => retryLater("not yet"));
    for (let i = 0; i <= maxRetryWorkers; i++) expect(await receive(made, `${i}`)).toBe(true);
    expect(logger.count("failed to enqueue message for retry, queue full")).toBe(1);
  });

  test("lets nobody handle a message for longer than ten seconds", async () => {
    const verdict = Promise.withResolvers<Verdict>();
    const {made, clock, handled} = dispatcher(() => verdict.promise);
    const outcome = receive(made);
    await settle();
    expect(handled[0]?.aborted).toBe(false);
    clock.sleeps.find(({milliseconds}) => milliseconds === handlingTimeoutMs)?.wake();
    await settle();
    expect(handled[0]?.aborted).toBe(true);
    verdict.resolve(accepted);
    expect(await outcome).toBe(true);
  });

  test("takes the last failure of several handlers, and none when somebody else has handled it", async () => {
    const {made} = dispatcher(() => unhandled);
    const add = (verdict: Verdict) => made.add({authenticate: () => accepted, handle: async () => verdict});
    add(accepted);
    expect(await receive(made, "1")).toBe(true);
    add(refused("no"));
    expect(await receive(made, "2")).toBe(false);
    add(accepted);
    expect(await receive(made, "3")).toBe(false);
    add(onlyRelayed("no"));
    expect(await receive(made, "4")).toBe(true);
  });
});
