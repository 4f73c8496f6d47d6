import {expect, test} from "vitest";
import {bubblewrapArguments, bubblewrapCommand, encodeArguments} from "../../src/sandbox/index.ts";

test("bubblewrap gets the arguments of the page, in its order", () => {
  const list = bubblewrapArguments({
    binary: "/srv/runtime.elf",
    environment: {OASIS_WORKER_HOST: "/host.sock"},
    writable: [{source: "/srv/host.sock", target: "/host.sock"}],
    readOnly: [{source: "/srv/a", target: "/data/a"}],
    devices: [{source: "/dev/isgx", target: "/dev/isgx"}],
    libraries: [
      {path: "/lib/x86_64-linux-gnu/libc.so.6", aliases: ["libc.so.6"]},
      {path: "/lib/x86_64-linux-gnu/ld-2.36.so", aliases: ["ld-linux-x86-64.so.2"]},
    ],
    dataFiles: ["/runtime", "/d/runtime.sig"],
  });
  expect(list.join(" ")).toBe(
    "--unshare-all --cap-drop ALL --hostname oasis-core --tmpfs /tmp --dev /dev --die-with-parent --new-session " +
      "--chdir / --ro-bind /srv/runtime.elf /entrypoint --setenv OASIS_WORKER_HOST /host.sock " +
      "--dir / --bind /srv/host.sock /host.sock --dir /data --ro-bind /srv/a /data/a --dev-bind /dev/isgx /dev/isgx " +
      "--ro-bind /lib/x86_64-linux-gnu/libc.so.6 /usr/lib/libc.so.6 " +
      "--ro-bind /lib/x86_64-linux-gnu/ld-2.36.so /lib64/ld-linux-x86-64.so.2 " +
      "--symlink /usr/lib /usr/lib64 --seccomp 4 --dir / --ro-bind-data 5 /runtime --dir /d --ro-bind-data 6 /d/runtime.sig",
  );
});

test("its command line names the descriptor and the entry point", () => {
  expect(bubblewrapCommand(["x"])).toEqual(["--args", "3", "--", "/entrypoint", "x"]);
});

test("arguments end with a zero byte each", () => {
  expect(new TextDecoder().decode(encodeArguments(["a", "bc"]))).toBe("a\0bc\0");
});
