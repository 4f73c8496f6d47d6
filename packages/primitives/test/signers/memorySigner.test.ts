import {inspect} from "node:util";
import {Ed25519Error} from "@oasis-node/primitives/ed25519";
import {
  allSignerRoles,
  SignatureVerifier,
  SignerError,
  sign,
  signerRoleFromText,
  signerRoles,
} from "@oasis-node/primitives/signature";
import {MemorySignerFactory, signerFromSeed, testSigner} from "@oasis-node/primitives/signers";
import {describe, expect, test} from "vitest";
import {codeOf, entityContext, hello, hex, rejectionOf, transactionContext} from "../signature/support.ts";

describe("a signer in memory", () => {
  test("makes the reference's signature", async () => {
    const {publicKey, signature} = await sign(testSigner("x"), transactionContext, hello);
    expect(publicKey).toEqual(hex("c091ab659914a814d1a8db376d0d7e3dcb28df6855c457c0a9b8037703f6d0be"));
    expect(signature).toEqual(
      hex(
        "fe1accabc87c03ef2f5d5b2a9d79c6943c056d6a90c6bfed640f1b5dde120132eb023d046e21974ae8d5f48c659d14cd45b38b6486d6ad0b0a23298b1eed6001",
      ),
    );
  });

  test("signs what verifies", async () => {
    const signature = await sign(signerFromSeed(new Uint8Array(32)), entityContext, hello);
    expect(new SignatureVerifier().verifyUnder(entityContext, hello, signature)).toBe(true);
    expect(new SignatureVerifier().verifyUnder(transactionContext, hello, signature)).toBe(false);
  });

  test("shows nothing of its key", () => {
    const signer = signerFromSeed(new Uint8Array(32).fill(0xa7));
    for (const shown of [
      String(signer),
      JSON.stringify(signer),
      inspect(signer, {showHidden: true, depth: 9}),
    ]) {
      expect(shown).toContain("[redacted private key]");
      expect(shown).not.toMatch(/a7a7|167/);
    }
  });

  test("is of no use after a reset", async () => {
    const signer = testSigner("reset");
    signer.reset();
    await expect(signer.contextSign(entityContext, hello)).rejects.toThrow(Ed25519Error);
    expect(signer.publicKey).toEqual(testSigner("reset").publicKey);
  });
});

describe("the factory of signers in memory", () => {
  test("makes keys of 32 bytes of entropy and keeps none", async () => {
    const factory = new MemorySignerFactory();
    const signer = await factory.generate("node", (length) => new Uint8Array(length).fill(4));
    expect(signer.publicKey).toEqual(signerFromSeed(new Uint8Array(32).fill(4)).publicKey);
    expect(await rejectionOf(factory.load())).toBe("notExist");
  });
});

describe("roles", () => {
  test("have names and the numbers 1 to 4, in this order", () => {
    expect(allSignerRoles.map((role) => signerRoles[role])).toEqual([1, 2, 3, 4]);
    expect(allSignerRoles.map(signerRoleFromText)).toEqual(["entity", "node", "p2p", "consensus"]);
    expect(codeOf(() => signerRoleFromText("Entity"))).toBe("invalidRole");
    expect(new SignerError("invalidRole").message).toBe("signature: invalid signer role");
  });
});
