import {toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, fromJson, map, toJson, u16} from "@oasis-node/primitives/cbor";
import {JsonError, stringifyJson} from "@oasis-node/primitives/json";
import {describe, expect, test} from "vitest";
import {
  ConsensusAddress,
  hasReservedRoles,
  hasRoles,
  ipFromText,
  ipToText,
  isSingleRole,
  Node,
  NodeAddress,
  NodeError,
  nodeRoles,
  RolesMask,
  TlsAddress,
  validateNode,
} from "../../src/node/index.ts";
import {hex, key} from "../support.ts";

const keyText = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

describe("a network address", () => {
  test("read from text has 16 bytes of IP, IPv4 too (consensus-core §11)", () => {
    const address = fromJson(NodeAddress, "1.2.3.4:99");
    expect(toHex(encode(NodeAddress, address))).toBe(
      "a36249505000000000000000000000ffff0102030464506f72741863645a6f6e6560",
    );
  });

  test("of 4 bytes has the same text and keeps its own encoding", () => {
    const bytes = hex("a3 624950 4401020304 64506f7274 1863 645a6f6e65 60");
    const address = decode(NodeAddress, bytes);
    expect(toJson(NodeAddress, address)).toBe("1.2.3.4:99");
    expect(encode(NodeAddress, address)).toEqual(bytes);
  });

  test.each(["[2001:db8::1]:26656", "[fe80::1%eth0]:1", "[::]:0", ":8080", "255.255.255.255:65535"])(
    "%s keeps its text",
    (text) => expect(toJson(NodeAddress, fromJson(NodeAddress, text))).toBe(text),
  );

  test.each([
    "",
    "1.2.3.4",
    "1.2.3:1",
    "1.2.3.4:65536",
    "256.1.1.1:1",
    "[1::2::3]:1",
    "localhost:1",
    "2001:db8::1:5",
  ])("%j is refused", (text) => expect(() => fromJson(NodeAddress, text)).toThrow(JsonError));

  test("with a key stands behind an @", () => {
    const text = `${keyText}@1.2.3.4:99`;
    expect(fromJson(ConsensusAddress, text).id).toEqual(key(1));
    expect(toJson(ConsensusAddress, fromJson(ConsensusAddress, text))).toBe(text);
    expect(toJson(TlsAddress, fromJson(TlsAddress, text))).toBe(text);
    for (const bad of ["1.2.3.4:99", "AQ==@1.2.3.4:99", `${text}@`, "@1.2.3.4:99"]) {
      expect(() => fromJson(TlsAddress, bad)).toThrow(JsonError);
    }
  });
});

test.each([
  ["20010db8000000000001000000000001", "2001:db8::1:0:0:1"],
  ["20010db8000100000001000100010001", "2001:db8:1:0:1:1:1:1"],
  ["00000000000000000000000000000001", "::1"],
  ["00010000000000000000000000000000", "1::"],
  ["00000000000000000000ffff7f000001", "127.0.0.1"],
])("IP %s is %s", (bytes, text) => {
  expect(ipToText(hex(bytes))).toBe(text);
  expect(ipFromText(text)).toEqual(hex(bytes));
});

test("an IPv6 text may end like IPv4, and has eight groups or an ellipsis", () => {
  expect(ipFromText("64:ff9b::192.0.2.33")).toEqual(hex("0064ff9b0000000000000000c0000221"));
  for (const text of [
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1::2:3:4:5:6:7:8",
    ":1:2:3:4:5:6:7",
    "12345::",
    "::1.2.3",
  ]) {
    expect(ipFromText(text)).toBeNull();
  }
  expect(ipToText(new Uint8Array(5))).toBeNull();
});

describe("roles", () => {
  const roles = nodeRoles.validator | nodeRoles.computeWorker;

  test("are a number in CBOR and names in JSON", () => {
    expect(encode(RolesMask, roles)).toEqual(hex("09"));
    expect(toJson(RolesMask, roles)).toBe("compute,validator");
    expect(fromJson(RolesMask, "validator,compute")).toBe(roles);
    const byRole = map(RolesMask, u16);
    expect(stringifyJson(toJson(byRole, new Map([[roles, 3]])))).toBe('{"compute,validator":3}');
  });

  test("given twice, unknown or none at all cannot be read", () => {
    for (const text of ["compute,compute", "cook", "", "compute,"]) {
      expect(() => fromJson(RolesMask, text)).toThrow(JsonError);
    }
    expect(toJson(RolesMask, 0)).toBe("");
    expect(toJson(RolesMask, 64)).toBe("[invalid roles]");
  });

  test("in a mask: any of them is enough", () => {
    expect(hasRoles(roles, nodeRoles.validator | nodeRoles.keyManager)).toBe(true);
    expect(hasRoles(roles, nodeRoles.keyManager)).toBe(false);
    expect([1, 3, 0, 64, 32].map(isSingleRole)).toEqual([true, false, false, false, true]);
    expect([63, 64, 0x8000_0000].map(hasReservedRoles)).toEqual([false, true, true]);
  });
});

test("a node descriptor has version 1", () => {
  expect(() => validateNode(Node.make({v: 1}))).not.toThrow();
  expect(() => validateNode(Node.make({v: 2}))).toThrow(NodeError);
});

test("the next TLS key is encoded even when there is none", () => {
  expect(toHex(encode(Node, Node.zero()))).toContain(toHex(new TextEncoder().encode("next_pub_key")));
});
