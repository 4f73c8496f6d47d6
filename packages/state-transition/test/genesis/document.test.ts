import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, zeroTime} from "@oasis-node/primitives/cbor";
import {asHeight} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {
  chainContext,
  Document,
  documentHash,
  formatDocument,
  parseDocument,
} from "../../src/genesis/index.ts";
import {recordedText, recording} from "../support.ts";

const empty = Document.make({height: asHeight(1n), chainId: "t"});

describe("hashes recorded from the reference (consensus-core §11)", () => {
  test("of a nearly empty document", () => {
    expect(empty.time).toBe(zeroTime);
    expect(toHex(documentHash(empty))).toBe(
      "d31f761a4ac2f354565d5b8ad081839cccdfa0c2f302fa0db37e4f1d977f4d75",
    );
  });

  test("change when extra data is empty instead of absent, and with whole seconds of the time", () => {
    const extra = {...empty, extraData: new Map()};
    expect(chainContext(extra)).toBe("38e9c5b7492fa4d8f36faffd2ff9587d6013e4ade467ce03366f08360b62069b");
    for (const fraction of [0n, 999_999_999n]) {
      const timed = {...extra, time: 1_600_000_000n * 1_000_000_000n + fraction};
      expect(chainContext(timed)).toBe("fb8155daba5bf22d3109a7704d4c641ffcc9196f7d9272929d9be930ceef3c56");
    }
  });
});

describe("a genesis file of a recorded chain", () => {
  test.each([
    ["chain-1", "544923b9d066ea28b33956e888770d0b24027b7819f7a2c6d3d92ea2bec29a25"],
    ["chain-5", "fac6ae04b12f49934302861b2085275b39597155d2c27f03e28af6a32ea3da62"],
  ])("%s: text and chain context come out as they were", (chain, context) => {
    const text = recordedText(`${chain}/genesis.json`);
    const document = parseDocument(text);
    expect(formatDocument(document)).toBe(text);
    expect(chainContext(document)).toBe(context);
    const bytes = encode(Document, document);
    expect(encode(Document, decode(Document, bytes))).toEqual(bytes);
  });
});

describe("the state of a recorded chain as a document", () => {
  test.each(["chain-4-tee/export/state-60", "chain-5/export/state-200"])(
    "%s: CBOR and JSON agree",
    (path) => {
      const bytes = recording(`${path}.cbor.gz`);
      const text = recordedText(`${path}.json.gz`);
      const document = decode(Document, bytes);
      expect(encode(Document, document)).toEqual(bytes);
      expect(formatDocument(document)).toBe(text);
      expect(encode(Document, parseDocument(text))).toEqual(bytes);
    },
  );

  test("with an undefined vote has CBOR, but no JSON", () => {
    const path = "chain-2/export/state-120";
    const bytes = recording(`${path}.cbor.gz`);
    const document = decode(Document, bytes);
    expect(encode(Document, document)).toEqual(bytes);
    expect(() => formatDocument(document)).toThrow(/not a governance.Vote/);
    const filtered = recordedText(`${path}.filtered.json.gz`);
    expect(formatDocument(parseDocument(filtered))).toBe(filtered);
  });
});
