import {utf8} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {asHeight} from "@oasis-node/primitives/epoch";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {ConsensusBlock} from "@oasis-node/rpc/services";
import type {RuntimeEvent} from "@oasis-node/runtime/host";
import {KeymanagerStatus, SignedPolicySgx} from "@oasis-node/state-transition/keymanager";
import {afterEach, describe, expect, test} from "vitest";
import {type NotifierOptions, notifyRuntime} from "../../src/executor/notifier.ts";
import {Feed} from "../support/feed.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";

const keyManagerId = testNamespace(utf8("notifier"));
let stop = new AbortController();
let running: Promise<void> = Promise.resolve();

afterEach(async () => {
  stop.abort();
  await running;
  stop = new AbortController();
});

/** A runtime that takes notice when it is let to. */
class Notified {
  readonly heights: bigint[] = [];
  readonly serials: number[] = [];
  readonly logger = new RecordingLogger();
  readonly blocks = new Feed<ConsensusBlock>();
  readonly #listeners = new Set<(event: RuntimeEvent) => void>();
  #waiting: (() => void)[] = [];
  serial = 1;
  hold: Promise<void> | null = null;
  failure: Error | null = null;

  async start(manager: typeof keyManagerId | null): Promise<void> {
    const call = (async (_type: string, value: {height?: bigint; signedPolicyRaw?: Uint8Array | null}) => {
      if (value.height !== undefined) this.heights.push(value.height);
      else this.serials.push(decode(SignedPolicySgx, value.signedPolicyRaw ?? utf8("")).policy.serial);
      for (const wake of this.#waiting.splice(0)) wake();
      await this.hold;
      if (this.failure !== null) throw this.failure;
      return {};
    }) as NotifierOptions["runtime"]["call"];
    running = notifyRuntime(
      {
        clock: systemClock,
        random: (length) => new Uint8Array(length),
        logger: this.logger,
        runtime: {
          call,
          watch: (listener) => {
            this.#listeners.add(listener);
            return () => this.#listeners.delete(listener);
          },
        },
        consensus: {watchBlocks: (_, options) => this.blocks.open(options)},
        keymanager: {
          getStatus: async () => {
            const zero = SignedPolicySgx.zero();
            const policy = {...zero, policy: {...zero.policy, serial: this.serial}};
            return KeymanagerStatus.make({id: keyManagerId, policy});
          },
        },
        keyManagerId: () => manager,
      },
      stop.signal,
    );
    await this.blocks.untilRead();
  }

  block(height: bigint): void {
    this.blocks.push({...ConsensusBlock.zero(), height: asHeight(height)});
  }

  restart(): void {
    for (const listener of this.#listeners)
      listener({kind: "started", version: {major: 1, minor: 0, patch: 0}, capabilityTee: null});
  }

  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

describe("a runtime that is told", () => {
  test("of consensus blocks hears of the newest only when it is slow", async () => {
    const runtime = new Notified();
    const release = Promise.withResolvers<void>();
    runtime.hold = release.promise;
    await runtime.start(null);
    runtime.block(1n);
    await runtime.until(() => runtime.heights.length === 1);
    for (const height of [2n, 3n, 4n]) runtime.block(height);
    await new Promise((resolve) => setImmediate(resolve));
    release.resolve();
    runtime.hold = null;
    await runtime.until(() => runtime.heights.length === 2);
    expect(runtime.heights).toEqual([1n, 4n]);
    expect(runtime.serials).toEqual([]);
  });

  test("goes on hearing after a failure", async () => {
    const runtime = new Notified();
    runtime.failure = new RangeError("no");
    await runtime.start(null);
    runtime.block(1n);
    await runtime.logger.until("failed to notify runtime of a new consensus layer block");
    runtime.block(2n);
    await runtime.until(() => runtime.heights.length === 2);
  });

  test("of policies hears of each once, and again when it was started again", async () => {
    const runtime = new Notified();
    await runtime.start(keyManagerId);
    runtime.block(1n);
    await runtime.until(() => runtime.serials.length === 1);
    runtime.block(2n);
    runtime.block(3n);
    await runtime.until(() => runtime.heights.includes(3n));
    runtime.serial = 2;
    runtime.block(4n);
    await runtime.until(() => runtime.serials.length === 2);
    // Even when it ends just as it is told.
    runtime.restart();
    runtime.block(5n);
    await runtime.until(() => runtime.serials.length === 3);
    expect(runtime.serials).toEqual([1, 2, 2]);
  });
});
