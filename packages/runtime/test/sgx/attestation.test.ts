import {duplexPair} from "node:stream";
import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {Version} from "@oasis-node/primitives/version";
import {SgxConstraints, verifyTee} from "@oasis-node/state-transition/registry";
import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {HostedRuntime, type RuntimeEvent} from "../../src/host/index.ts";
import {AvrBundle, serveHost} from "../../src/protocol/index.ts";
import type {Provisioner} from "../../src/provisioner/index.ts";
import {
  type AesmClient,
  type AttestationCall,
  type AttestationEvent,
  type AttestationState,
  attestationIntervalMs,
  attestationStep,
  attestationTimeoutMs,
  attestEnclave,
  type IasClient,
  mockReport,
  type QuoteRequest,
  quoteBufferSize,
  trimQuote,
  unconfiguredIas,
} from "../../src/sgx/index.ts";
import {hostInfo, keepingLogger, runtimeId} from "../support/hosting.ts";
import {ManualClock} from "../support/manualClock.ts";
import {identity, quoteOf, TestEnclave} from "./testEnclave.ts";

const rules = {debugEnclaves: true, testSigners: true};
const targetInfo = new Uint8Array(512).fill(3);
const groupId = Uint8Array.of(0xef, 0xcd, 0xab, 0x89);
const spid = new Uint8Array(16).fill(8);
const report = new Uint8Array(64).fill(4);
const {rak} = new TestEnclave();
const avr: AvrBundle = {
  body: Uint8Array.of(1),
  certificateChain: Uint8Array.of(2),
  signature: Uint8Array.of(3),
};

/** Right answers, in their order. */
const answers: readonly AttestationEvent[] = [
  {kind: "attest"},
  {kind: "quoteInfo", targetInfo, groupId},
  {kind: "spidInfo", spid, quoteSignatureType: 1n},
  {kind: "rakInit"},
  {kind: "sigRl", sigRl: new Uint8Array(8)},
  {kind: "rakReport", rakPub: rak, report, nonce: "once"},
  {kind: "quote", buffer: quoteOf(report, {bufferSize: 4000})},
  {kind: "avr", avr},
  {kind: "rakAvr"},
];

/** The states that the right answers lead through, and the calls they bring about. */
function through(events: readonly AttestationEvent[], from: AttestationState = {kind: "new"}) {
  const calls: AttestationCall[] = [];
  const states = [from];
  let last = null;
  for (const event of events) {
    const [state, effect] = attestationStep(states.at(-1) ?? from, event, rules);
    if (effect?.kind === "call") calls.push(effect.call);
    states.push(state);
    last = effect;
  }
  return {calls, states, last, state: states.at(-1) ?? from};
}

describe("the steps of an attestation", () => {
  test("ask AESM, the service and the enclave in the page's order, and make the capability", () => {
    const {calls, last} = through(answers);
    expect(calls).toEqual([
      {kind: "initQuote"},
      {kind: "getSpidInfo"},
      {kind: "rakInit", targetInfo},
      {kind: "getSigRl", groupId: 0x89abcdef},
      {kind: "rakReport"},
      {
        kind: "getQuote",
        request: {
          report,
          signatureType: 1,
          spid,
          nonce: new Uint8Array(16),
          sigRl: new Uint8Array(8),
          bufferSize: 756 + 360 + 10 + 128,
        },
      },
      {kind: "verifyEvidence", quote: quoteOf(report), nonce: "once"},
      {kind: "rakAvr", avr},
    ]);
    expect(last).toEqual({
      kind: "attested",
      capabilityTee: {hardware: 1, rak, attestation: encode(AvrBundle, avr)},
    });
  });

  test("begin with the list of revoked signatures when the enclave has its key", () => {
    const {state} = through(answers);
    const again = through([{kind: "attest"}], state);
    expect(again.calls).toEqual([{kind: "getSigRl", groupId: 0x89abcdef}]);
  });

  test("take no other answer than the one that is waited for", () => {
    const {states} = through(answers);
    const any = fc.tuple(fc.constantFrom(...states), fc.constantFrom(...answers));
    fc.assert(
      fc.property(any, ([state, event]) => {
        const isAwaited =
          event.kind === "attest" ? ["new", "ready"].includes(state.kind) : state.kind === event.kind;
        const [next, effect] = attestationStep(state, event, rules);
        expect(next === state && effect === null).toBe(!isAwaited);
      }),
      {numRuns: 500, seed: 17},
    );
  });

  test("begin anew after a failure: all of it before the enclave has its key, else what is done each time", () => {
    const error = new Error("no");
    const {states} = through(answers);
    const after = states.map((state) => attestationStep(state, {kind: "failed", error}, rules));
    const kinds = after.map(([{kind}, effect]) => [kind, effect?.kind ?? null]);
    const [anew, again] = [
      ["new", "failed"],
      ["ready", "failed"],
    ];
    expect(kinds).toEqual([
      ["new", null],
      ...[anew, anew, anew],
      ...[again, again, again, again, again],
      ["ready", null],
    ]);
  });

  test("refuse quotes that are none, or of enclaves that nobody may run, before the service hears of them", () => {
    const {states} = through(answers.slice(0, 6));
    const waiting = states.at(-1) ?? {kind: "new"};
    const refused = [
      new Uint8Array(),
      quoteOf(report).subarray(0, 435),
      quoteOf(report).subarray(0, 440),
      quoteOf(report, {isDebug: false}),
      quoteOf(report).with(0, 3),
    ];
    for (const buffer of refused) {
      const [state, effect] = attestationStep(waiting, {kind: "quote", buffer}, rules);
      expect([state.kind, effect]).toMatchObject(["ready", {kind: "failed", error: {code: "quote"}}]);
    }
  });

  test("refuse a group of less than four bytes", () => {
    const [, effect] = attestationStep(
      {kind: "quoteInfo"},
      {kind: "quoteInfo", targetInfo, groupId: groupId.subarray(1)},
      rules,
    );
    expect(effect).toMatchObject({kind: "failed", error: {code: "quote"}});
  });
});

test("a quote is what its length says, of a buffer that has room for the revocation list", () => {
  expect(quoteBufferSize(0)).toBe(1244);
  expect(quoteBufferSize(7)).toBe(1252);
  expect(trimQuote(quoteOf(report, {bufferSize: 2000, signature: 0}))).toHaveLength(436);
});

test("a report of nobody has the fields in their order, and its time without zone", () => {
  const text = (nonce: string, now: bigint) =>
    new TextDecoder().decode(mockReport(quoteOf(report), nonce, now));
  expect(text("a+b", 1_650_000_000_120_000_000n)).toMatch(
    /^\{"version":4,"timestamp":"2022-04-15T05:20:00\.12","isvEnclaveQuoteStatus":"OK","isvEnclaveQuoteBody":"[^"]{576}","nonce":"a\+b"\}$/,
  );
  expect(text("", 1_650_000_000_000_000_000n)).toMatch(
    /"timestamp":"2022-04-15T05:20:00",.*"isvEnclaveQuoteBody":"[^"]*"\}$/,
  );
});

/** An enclave that needs no process. */
function inThisProcess(enclave: TestEnclave, clock: ManualClock): Provisioner {
  return {
    name: "mock",
    start: async ({logger}) => {
      const [stream, far] = duplexPair();
      const session = {stream: far, clock, logger, runtimeVersion: Version.zero(), features: null};
      const runtime = serveHost(session, enclave.handlers);
      const exited = runtime.closed.then(({message}) => message);
      return {stream, pid: null, exited, kill: async () => runtime.close()};
    },
  };
}

/** AESM that makes quotes of whatever it is asked, and keeps what it was asked. */
class TestAesm implements AesmClient {
  readonly requests: QuoteRequest[] = [];

  async initQuote() {
    return {targetInfo, groupId};
  }

  async getQuote(request: QuoteRequest) {
    this.requests.push(request);
    return quoteOf(request.report, {bufferSize: request.bufferSize});
  }
}

async function hosting(
  {
    ias,
    aesm = new TestAesm(),
    enclave = new TestEnclave(),
  }: {
    readonly ias: (clock: ManualClock) => IasClient;
    readonly aesm?: AesmClient;
    readonly enclave?: TestEnclave;
  },
  body: (world: {
    readonly clock: ManualClock;
    readonly next: () => Promise<RuntimeEvent>;
    readonly lines: ReturnType<typeof keepingLogger>["lines"];
  }) => Promise<void>,
): Promise<void> {
  const [clock, logger] = [new ManualClock(), keepingLogger()];
  const initialize = attestEnclave({runtimeId, aesm, ias: ias(clock), rules, clock, logger});
  const provisioner = inThisProcess(enclave, clock);
  const options = {runtimeId, provisioner, hostInfo, localConfig: null, handlers: {}, clock, logger};
  const runtime = new HostedRuntime({...options, initialize, random: () => 0});
  const next = () => {
    const {promise, resolve} = Promise.withResolvers<RuntimeEvent>();
    const end = runtime.watch((event) => {
      end();
      resolve(event);
    });
    return promise;
  };
  const first = next();
  let isFirst = true;
  runtime.start();
  try {
    await body({
      clock,
      lines: logger.lines,
      next: () => {
        if (!isFirst) return next();
        isFirst = false;
        return first;
      },
    });
  } finally {
    await runtime.stop();
  }
}

/** The service of a test: reports that nobody signed, an empty list of revoked signatures. */
const mockService = (clock: ManualClock): IasClient => ({
  ...unconfiguredIas(clock),
  getSigRL: async () => null,
});

describe("a hosted enclave", () => {
  test("is attested before it is told of, and again every hour, as consensus wants it", async () => {
    const enclave = new TestEnclave();
    const aesm = new TestAesm();
    await hosting({ias: mockService, enclave, aesm}, async ({clock, next}) => {
      const started = await next();
      if (started.kind !== "started" || started.capabilityTee === null) throw new RangeError("not attested");
      expect(enclave.targetInfo).toEqual(targetInfo);
      const settings = {...rules, now: 0n, skipSignature: true};
      const enclaves = encode(SgxConstraints, {enclaves: [identity]});
      verifyTee(started.capabilityTee, enclaves, settings);
      expect(decode(AvrBundle, started.capabilityTee.attestation ?? new Uint8Array())).toEqual(
        enclave.told[0],
      );
      await until(() => clock.waits.includes(attestationIntervalMs));
      const updated = next();
      clock.advance(attestationIntervalMs);
      const event = await updated;
      if (event.kind !== "updated") throw new RangeError(event.kind);
      verifyTee(event.capabilityTee, enclaves, settings);
      expect(enclave.told).toHaveLength(2);
      expect(aesm.requests.map(({sigRl}) => sigRl)).toEqual([null, null]);
      expect(toHex(event.capabilityTee.attestation ?? new Uint8Array())).not.toBe(
        toHex(started.capabilityTee.attestation ?? new Uint8Array()),
      );
    });
  });

  test("does not start on a node that is told of no attestation service", async () => {
    await hosting({ias: unconfiguredIas}, async ({next}) => {
      const event = await next();
      expect(event).toMatchObject({
        kind: "failedToStart",
        error: {message: "IAS proxy is not configured, mock used"},
      });
    });
  });

  test("does not start when AESM does not answer in time", async () => {
    const silent: AesmClient = {
      initQuote: () => new Promise(() => {}),
      getQuote: () => new Promise(() => {}),
    };
    await hosting({ias: mockService, aesm: silent}, async ({clock, next}) => {
      const event = next();
      await until(() => clock.waits.includes(2 * attestationTimeoutMs));
      clock.advance(2 * attestationTimeoutMs);
      expect(await event).toMatchObject({kind: "failedToStart", error: {code: "timeout"}});
    });
  });

  test("is given less time once it has its key", async () => {
    let isSilent = false;
    const aesm = new TestAesm();
    const slow: AesmClient = {
      initQuote: () => aesm.initQuote(),
      getQuote: (request) => (isSilent ? new Promise(() => {}) : aesm.getQuote(request)),
    };
    await hosting({ias: mockService, aesm: slow}, async ({clock, next, lines}) => {
      await next();
      isSilent = true;
      await until(() => clock.waits.includes(attestationIntervalMs));
      clock.advance(attestationIntervalMs);
      await until(() => clock.waits.includes(attestationTimeoutMs));
      clock.advance(attestationTimeoutMs);
      await until(() => lines.some(({message}) => message === "failed to attest enclave again"));
    });
  });

  test("keeps the attestation it has when another fails", async () => {
    let refuses = false;
    const ias = (clock: ManualClock): IasClient => ({
      ...mockService(clock),
      getSigRL: async () => {
        if (refuses) throw new RangeError("service is down");
        return null;
      },
    });
    await hosting({ias}, async ({clock, next, lines}) => {
      await next();
      refuses = true;
      await until(() => clock.waits.includes(attestationIntervalMs));
      clock.advance(attestationIntervalMs);
      await until(() => lines.some(({message}) => message === "failed to attest enclave again"));
      refuses = false;
      await until(() => clock.waits.includes(attestationIntervalMs));
      const event = next();
      clock.advance(attestationIntervalMs);
      expect((await event).kind).toBe("updated");
    });
  });
});

/** Lets others run until something holds; gives up when that takes far too many turns. */
async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns++) {
    if (turns > 20_000) throw new RangeError("does not come about");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
