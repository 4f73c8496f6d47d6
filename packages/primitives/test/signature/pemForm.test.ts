import {
  MalformedSignatureError,
  publicKeyFromPem,
  publicKeyToPem,
  sign,
  signatureFromPem,
  signatureToPem,
} from "@oasis-node/primitives/signature";
import {testSigner} from "@oasis-node/primitives/signers";
import {expect, test} from "vitest";
import {codeOf, entityContext, hello} from "./support.ts";

const signer = testSigner("x");

test("a public key goes through PEM and back", () => {
  const pem = publicKeyToPem(signer.publicKey);
  expect(pem).toMatch(
    /^-----BEGIN ED25519 PUBLIC KEY-----\n[A-Za-z0-9+/=]{44}\n-----END ED25519 PUBLIC KEY-----\n$/,
  );
  expect(publicKeyFromPem(pem)).toEqual(signer.publicKey);
  expect(codeOf(() => publicKeyFromPem(`${pem}x`))).toBe("trailingData");
  const short = pem.replace(/[A-Za-z0-9+/=]{44}/, "AAAA");
  expect(() => publicKeyFromPem(short)).toThrow(MalformedSignatureError);
});

test("a signature is its key's block, then its own", async () => {
  const signature = await sign(signer, entityContext, hello);
  const pem = signatureToPem(signature);
  expect(signatureFromPem(pem)).toEqual(signature);
  expect(signatureFromPem(`${pem}anything`)).toEqual(signature);
  expect(codeOf(() => signatureFromPem(publicKeyToPem(signer.publicKey)))).toBe("noBlock");
  expect(codeOf(() => signatureFromPem(publicKeyToPem(signer.publicKey).repeat(2)))).toBe("wrongType");
});
