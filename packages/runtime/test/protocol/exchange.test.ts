import {describe, expect, test} from "vitest";
import {
  type Body,
  Exchange,
  type Message,
  messageTypes,
  RhpError,
  rhpErrors,
} from "../../src/protocol/index.ts";

const ping: Body = {type: "RuntimePingRequest", value: {}};
const message = (id: bigint, messageType: number): Message => ({id, messageType, body: ping});

function ready(limits = {outgoing: 2, incoming: 1}): Exchange {
  const exchange = new Exchange(limits);
  exchange.enter("initializing");
  exchange.enter("ready");
  return exchange;
}

describe("an exchange", () => {
  test("allows the handshake only before it is ready, and nothing after its end", () => {
    const exchange = new Exchange();
    expect(() => exchange.request("RuntimeInfoRequest")).toThrow("rhp: not ready");
    exchange.enter("initializing");
    expect(exchange.request("RuntimeInfoRequest")).toBe(0n);
    expect(() => exchange.request("RuntimePingRequest")).toThrow("rhp: not ready");
    exchange.enter("ready");
    expect(exchange.request("RuntimePingRequest")).toBe(1n);
    exchange.enter("closed");
    expect(() => exchange.request("RuntimePingRequest")).toThrow(RhpError);
  });

  test("never goes back to an earlier phase", () => {
    const exchange = ready();
    expect([exchange.enter("initializing"), exchange.enter("uninitialized"), exchange.phase]).toEqual([
      false,
      false,
      "ready",
    ]);
    expect([exchange.enter("closed"), exchange.enter("closed"), exchange.enter("ready")]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test("settles each of its requests once, in any order, and drops what nobody waits for", () => {
    const exchange = ready();
    const [first, second] = [exchange.request("RuntimePingRequest"), exchange.request("RuntimePingRequest")];
    expect(exchange.receive(message(second, messageTypes.response)).kind).toBe("settle");
    expect(exchange.receive(message(second, messageTypes.response))).toEqual({
      kind: "drop",
      reason: "lateResponse",
    });
    exchange.abandon(first);
    expect(exchange.receive(message(first, messageTypes.response))).toEqual({
      kind: "drop",
      reason: "lateResponse",
    });
    expect(exchange.receive(message(2n, messageTypes.response))).toEqual({
      kind: "drop",
      reason: "unknownResponse",
    });
  });

  test("refuses requests of ours beyond the limit until one is answered", () => {
    const exchange = ready();
    const id = exchange.request("RuntimePingRequest");
    exchange.request("RuntimePingRequest");
    expect(() => exchange.request("RuntimePingRequest")).toThrow("too many requests");
    exchange.receive(message(id, messageTypes.response));
    expect(exchange.request("RuntimePingRequest")).toBe(2n);
  });

  test("is full while as many requests are worked on as may be", () => {
    const exchange = ready();
    expect(exchange.isFull).toBe(false);
    expect(exchange.receive(message(7n, messageTypes.request)).kind).toBe("serve");
    expect(exchange.isFull).toBe(true);
    exchange.served();
    expect(exchange.isFull).toBe(false);
  });

  test("refuses requests of the other side before it is ready; messages of no kind are dropped", () => {
    const exchange = new Exchange();
    exchange.enter("initializing");
    const verdict = exchange.receive(message(0n, messageTypes.request));
    expect(verdict.kind === "refuse" && rhpErrors.notReady.is(verdict.error)).toBe(true);
    for (const type of [0, 3, 255])
      expect(exchange.receive(message(0n, type))).toEqual({kind: "drop", reason: "malformed"});
  });
});
