import {fromHex, toHex, utf8} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {expect, test} from "vitest";
import {equalWriteLogs, sortWriteLog, WriteLog} from "../../src/writeLog/index.ts";

const removed = {key: utf8("a"), value: null};
const emptied = {key: utf8("b"), value: new Uint8Array()};

test("a removal and an empty value differ on the wire", () => {
  const log = [removed, emptied];
  expect(toHex(encode(WriteLog, log))).toBe("82824161f682416240");
  expect(decode(WriteLog, fromHex("82824161f682416240") ?? new Uint8Array())).toEqual(log);
});

test("logs are equal whatever the order of their entries", () => {
  expect(sortWriteLog([emptied, removed])).toEqual([removed, emptied]);
  expect(equalWriteLogs([emptied, removed], [removed, emptied])).toBe(true);
  expect(equalWriteLogs([removed], [{...removed, value: new Uint8Array()}])).toBe(false);
  expect(equalWriteLogs([emptied], [{...emptied, value: utf8("x")}])).toBe(false);
  expect(equalWriteLogs([removed], [removed, emptied])).toBe(false);
  expect(equalWriteLogs([removed], [{...removed, key: utf8("c")}])).toBe(false);
});
