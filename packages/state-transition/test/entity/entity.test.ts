import {decode, encode} from "@oasis-node/primitives/cbor";
import {describe, expect, test} from "vitest";
import {Entity, EntityError, validateEntity} from "../../src/entity/index.ts";
import {hex, key} from "../support.ts";

const id = "626964 5820 0100000000000000000000000000000000000000000000000000000000000000";
const flag = "7819 616c6c6f775f656e746974795f7369676e65645f6e6f646573";

describe("an entity descriptor", () => {
  test("of version 2 is read as it is", () => {
    const bytes = hex(`a2 617602 ${id}`);
    expect(decode(Entity, bytes)).toEqual({v: 2, id: key(1), nodes: null});
    expect(encode(Entity, decode(Entity, bytes))).toEqual(bytes);
  });

  test("of version 1 becomes one of version 2", () => {
    for (const bytes of [`a2 617601 ${id}`, `a3 617601 ${id} ${flag} f4`]) {
      expect(decode(Entity, hex(bytes))).toEqual({v: 2, id: key(1), nodes: null});
    }
  });

  test("of version 1 that lets the entity sign for its nodes is refused", () => {
    expect(() => decode(Entity, hex(`a3 617601 ${id} ${flag} f5`))).toThrow(/malformed entity.Entity/);
  });

  test("of version 2 has no such flag", () => {
    expect(() => decode(Entity, hex(`a3 617602 ${id} ${flag} f4`))).toThrow(/cbor/);
  });

  test("of another version or none is refused", () => {
    for (const bytes of [`a2 617603 ${id}`, `a1 ${id}`, "f6"]) {
      expect(() => decode(Entity, hex(bytes))).toThrow(/cbor/);
    }
  });

  test("is valid in its latest version, and leniently in the one before", () => {
    const entity = {v: 1, id: key(1), nodes: null};
    expect(() => validateEntity(entity, false)).not.toThrow();
    expect(() => validateEntity(entity, true)).toThrow(EntityError);
    expect(() => validateEntity({...entity, v: 2}, true)).not.toThrow();
    expect(() => validateEntity({...entity, v: 3}, false)).toThrow(EntityError);
  });
});
