import {spawnSync} from "node:child_process";
import {chmod, mkdtemp, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {inspect} from "node:util";
import {sign} from "@oasis-node/primitives/signature";
import {
  FileSignerFactory,
  keyFileNames,
  loadPublicKeyFile,
  loadSignerFile,
  testSigner,
} from "@oasis-node/primitives/signers";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {codeOf, entityContext, hello, rejectionOf} from "../signature/support.ts";

let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "signer-"));
});

afterEach(async () => {
  await rm(directory, {recursive: true});
});

const entropy = (length: number): Uint8Array => new Uint8Array(length).fill(0xa7);
const noEntropy = (): Uint8Array => {
  throw new RangeError("entropy was drawn");
};
const mode = async (file: string): Promise<number> => (await stat(file)).mode & 0o777;

function nodeFactory(): FileSignerFactory {
  return new FileSignerFactory(directory, ["node"]);
}

describe("a key file", () => {
  test("is made for its owner only, whatever the umask, and loads as the same signer", async () => {
    for (const umask of [0o000, 0o022, 0o277]) {
      await rm(join(directory, "identity.pem"), {force: true});
      const before = process.umask(umask);
      const made = await nodeFactory()
        .generate("node", entropy)
        .finally(() => process.umask(before));
      const file = join(directory, keyFileNames.node);
      expect(await mode(file)).toBe(0o600);
      const loaded = await nodeFactory().load("node");
      expect(loaded.publicKey).toEqual(made.publicKey);
      expect(await sign(loaded, entityContext, hello)).toEqual(await sign(made, entityContext, hello));
      expect(await readFile(file, "utf8")).toMatch(
        /^-----BEGIN ED25519 PRIVATE KEY-----\n.{64}\n.{24}\n-----END ED25519 PRIVATE KEY-----\n$/,
      );
    }
    expect(await readdir(directory)).toEqual(["identity.pem"]);
  });

  test("is never overwritten, and no entropy is drawn for nothing", async () => {
    await writeFile(join(directory, "identity.pem"), "precious", {mode: 0o600});
    expect(await rejectionOf(nodeFactory().generate("node", noEntropy))).toBe("keyExists");
    expect(await readFile(join(directory, "identity.pem"), "utf8")).toBe("precious");
  });

  test("made by two at once belongs to one of them", async () => {
    const both = await Promise.allSettled([
      nodeFactory().generate("node", entropy),
      nodeFactory().generate("node", entropy),
    ]);
    const codes = await Promise.all(
      both.map((one) => (one.status === "rejected" ? rejectionOf(Promise.reject(one.reason)) : "made")),
    );
    expect(codes.sort()).toEqual(["keyExists", "made"]);
  });

  test.each(["chmod", "writeFile", "sync"])("that a kill at %s cut off is made anew", (method) => {
    const script = fileURLToPath(new URL("dyingGenerator.ts", import.meta.url));
    const {signal} = spawnSync(process.execPath, ["--conditions=source", script, directory, method]);
    expect(signal).toBe("SIGKILL");
    return expect(nodeFactory().generate("node", entropy)).resolves.toBeDefined();
  });

  test.each([0o644, 0o640, 0o400, 0o700, 0o666])("of mode %o is refused", async (wrong) => {
    await nodeFactory().generate("node", entropy);
    await chmod(join(directory, "identity.pem"), wrong);
    expect(await rejectionOf(nodeFactory().load("node"))).toBe("filePermissions");
  });

  test.each([
    ["noBlock", ""],
    ["wrongType", "-----BEGIN ED25519 PUBLIC KEY-----\nAAAA\n-----END ED25519 PUBLIC KEY-----\n"],
    ["malformedPrivateKey", "-----BEGIN ED25519 PRIVATE KEY-----\nAAAA\n-----END ED25519 PRIVATE KEY-----\n"],
    ["trailingData", "-----BEGIN ED25519 PRIVATE KEY-----\nAAAA\n-----END ED25519 PRIVATE KEY-----\nx"],
  ])("is refused as %s", async (code, text) => {
    await writeFile(join(directory, "identity.pem"), text, {mode: 0o600});
    expect(await rejectionOf(loadSignerFile(join(directory, "identity.pem")))).toBe(code);
  });

  test("that is not there, or is no file, is refused by name", async () => {
    expect(await rejectionOf(nodeFactory().load("node"))).toBe("notExist");
    expect(await rejectionOf(loadSignerFile(directory))).toBe("fileAccess");
    expect(
      await rejectionOf(new FileSignerFactory(join(directory, "none"), ["node"]).generate("node", entropy)),
    ).toBe("fileAccess");
  });
});

describe("the factory of file signers", () => {
  test("serves its roles only", async () => {
    expect(codeOf(() => nodeFactory().ensureRole("node"))).toBe("no error");
    expect(codeOf(() => nodeFactory().ensureRole("entity"))).toBe("roleMismatch");
    expect(await rejectionOf(nodeFactory().generate("entity", noEntropy))).toBe("roleMismatch");
    expect(await rejectionOf(nodeFactory().load("p2p"))).toBe("roleMismatch");
  });

  test("shows no key", async () => {
    const signer = await nodeFactory().generate("node", entropy);
    expect(inspect(signer, {showHidden: true, depth: 9})).toBe("[redacted private key]");
  });
});

describe("a public key file", () => {
  test("is made from the signer when missing, then compared with it", async () => {
    const file = join(directory, "identity_pub.pem");
    const signer = testSigner("x");
    expect(await rejectionOf(loadPublicKeyFile(file, null))).toBe("notExist");
    expect(await loadPublicKeyFile(file, signer)).toEqual(signer.publicKey);
    expect(await mode(file)).toBe(0o600);
    expect(await loadPublicKeyFile(file, signer)).toEqual(signer.publicKey);
    expect(await loadPublicKeyFile(file, null)).toEqual(signer.publicKey);
    expect(await rejectionOf(loadPublicKeyFile(file, testSigner("y")))).toBe("keyMismatch");
  });
});
