import {chmod, mkdtemp, rm, writeFile} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {systemClock} from "@oasis-node/primitives/clock";
import {mrEnclaveOfSgxs} from "@oasis-node/primitives/sgx";
import {afterAll, beforeAll, describe, expect, test} from "vitest";
import {bubblewrapArguments} from "../../src/sandbox/index.ts";
import {
  checkAesm,
  checkLoader,
  checkSgx,
  dummySigstruct,
  EnclaveError,
  enclaveGuest,
  findSgxDevice,
  loadEnclave,
  sandboxedEnclave,
} from "../../src/sgx/index.ts";
import {keepingLogger} from "../support/hosting.ts";
import {buildTestRuntime, whyNoSandbox} from "../support/testRuntime.ts";

const noSandbox = await whyNoSandbox();
const directory = await mkdtemp(join(tmpdir(), "oasis-node-sgx-"));
const at = (name: string) => join(directory, name);
const sgxs = utf8("ECREATE and so on");
const mrEnclave = mrEnclaveOfSgxs(sgxs);
const aesm = createServer();

beforeAll(async () => {
  await writeFile(at("enclave.sgxs"), sgxs);
  await writeFile(at("enclave.sig"), dummySigstruct(mrEnclave));
  await writeFile(at("other.sig"), dummySigstruct(mrEnclaveOfSgxs(utf8("another"))));
  await writeFile(at("damaged.sig"), dummySigstruct(mrEnclave).with(960, 0));
  await writeFile(at("script"), "#!/bin/sh\n");
  await chmod(at("script"), 0o700);
  await new Promise<void>((resolve) => aesm.listen(at("aesm.socket"), resolve));
});
afterAll(async () => {
  await new Promise((resolve) => aesm.close(resolve));
  await rm(directory, {recursive: true, force: true});
});

const files = (signature: string | null, debugAllowed = false) => ({
  enclave: at("enclave.sgxs"),
  signature: signature === null ? null : at(signature),
  debugAllowed,
});

describe("an enclave", () => {
  test("is read with its signature", async () => {
    const {identity, ...read} = await loadEnclave(files("enclave.sig"));
    expect(read).toEqual({sgxs, signature: dummySigstruct(mrEnclave)});
    expect(identity.mrEnclave).toEqual(mrEnclave);
  });

  test("that nobody signed is signed for debugging alone", async () => {
    expect((await loadEnclave(files(null, true))).signature).toEqual(dummySigstruct(mrEnclave));
    await expect(loadEnclave(files(null))).rejects.toThrow("runtime.sgx.signatures");
  });

  test("is refused with what is wrong about it, what was wanted and how to mend it", async () => {
    const cases = [
      [{...files("enclave.sig"), enclave: at("absent")}, "enclave", "absent cannot be read"],
      [files("absent.sig"), "signature", "absent.sig cannot be read"],
      [files("damaged.sig"), "signature", "damaged.sig is not good: sgx/sigstruct: invalid signature"],
      [files("enclave.sgxs"), "signature", "buffer is not 1808 bytes"],
      [files("other.sig"), "signature", `but ${at("enclave.sgxs")} is ${toHex(mrEnclave)}`],
    ] as const;
    for (const [wrong, code, found] of cases) {
      const error = await loadEnclave(wrong).catch((refusal: unknown) => refusal);
      if (!(error instanceof EnclaveError)) throw error;
      expect(error.code).toBe(code);
      expect(error.finding.found).toContain(found);
      expect(error.finding.remedy).not.toBe("");
      expect(error.message).toContain(error.finding.wanted);
    }
  });
});

describe("this machine", () => {
  test("has the device that comes first, and files and directories are none", async () => {
    expect(await findSgxDevice([at("absent"), directory, at("enclave.sgxs"), "/dev/null", "/dev/zero"])).toBe(
      "/dev/null",
    );
    await expect(findSgxDevice([directory])).rejects.toMatchObject({code: "device"});
  });

  test("has AESM where there is a socket", async () => {
    await checkAesm(at("aesm.socket"));
    await expect(checkAesm(at("absent"))).rejects.toThrow("there is no socket at");
    await expect(checkAesm(at("script"))).rejects.toThrow("is no socket");
  });

  test("has a loader when that is a program", async () => {
    const script = checkLoader(at("script"));
    await expect(script).rejects.toMatchObject({code: "loader"});
    await expect(script).rejects.toThrow("runtime.sgx.loader");
  });

  test("is told of as a whole, however much is wrong", async () => {
    const checks = await checkSgx({
      loader: at("script"),
      enclaves: [files("enclave.sig"), files("other.sig"), {...files(null), enclave: at("absent")}],
      devices: [directory],
      aesmSocket: at("aesm.socket"),
    });
    expect(checks.map(({what, finding}) => [what, finding === null])).toEqual([
      ["device", false],
      ["aesm", true],
      ["loader", false],
      ["signature", true],
      ["signature", false],
      ["enclave", false],
    ]);
  });
});

test("the loader is in the sandbox with the device, AESM's socket and both files, and no variable", () => {
  const signature = Uint8Array.of(1);
  const machine = {device: "/dev/sgx/enclave", aesm: "/var/run/aesmd/aesm.socket"};
  const guest = enclaveGuest("/opt/loader", {sgxs, signature}, machine);
  expect(guest.arguments("/host.sock").join(" ")).toBe(
    "--host-socket /host.sock --type sgxs --signature /runtime.sig /runtime",
  );
  expect(guest.dataFiles.map(({content}) => content)).toEqual([sgxs, signature]);
  const list = bubblewrapArguments({
    binary: guest.binary,
    environment: guest.environment("/host.sock"),
    writable: guest.writable,
    readOnly: [],
    devices: guest.devices,
    libraries: [],
    dataFiles: guest.dataFiles.map(({target}) => target),
  });
  expect(list.join(" ")).toContain(
    "--chdir / --ro-bind /opt/loader /entrypoint --dir /var/run/aesmd --bind /var/run/aesmd/aesm.socket " +
      "/var/run/aesmd/aesm.socket --dev-bind /dev/sgx/enclave /dev/sgx/enclave --symlink /usr/lib /usr/lib64 " +
      "--seccomp 4 --dir / --ro-bind-data 5 /runtime --dir / --ro-bind-data 6 /runtime.sig",
  );
});

describe.skipIf(noSandbox !== null)(
  `a loader in the sandbox${noSandbox === null ? "" : ` (${noSandbox})`}`,
  () => {
    test("connects to its host where its arguments say, and finds what it needs", async () => {
      const loader = await buildTestRuntime({defines: ["LOADER"]});
      const provisioner = sandboxedEnclave({
        ...files("enclave.sig"),
        loader,
        devices: ["/dev/null"],
        aesmSocket: at("aesm.socket"),
        clock: systemClock,
      });
      // It ends without connecting when anything is missing.
      const started = await provisioner.start({signal: AbortSignal.timeout(20_000), logger: keepingLogger()});
      await started.kill();
      expect(await started.exited).toBe("signal SIGKILL");
    });
  },
);
