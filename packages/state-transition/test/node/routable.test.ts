import {describe, expect, test} from "vitest";
import {ipFromText, isGlobalUnicast, isRoutable} from "../../src/node/index.ts";

function ip(text: string): Uint8Array {
  const bytes = ipFromText(text);
  if (bytes === null) throw new TypeError(`not an address: ${text}`);
  return bytes;
}

describe("an address", () => {
  test.each([
    "0.0.0.0",
    "127.0.0.1",
    "169.254.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "ff02::1",
  ])("%s is not of one host", (text) => {
    expect(isGlobalUnicast(ip(text))).toBe(false);
  });

  test.each(["1.2.3.4", "10.0.0.1", "240.0.0.1", "2001:db8::1", "fc00::1"])("%s is of one host", (text) => {
    expect(isGlobalUnicast(ip(text))).toBe(true);
  });

  test("of another size than 4 or 16 bytes is of no host", () => {
    expect([0, 3, 5, 15, 17].filter((size) => isGlobalUnicast(new Uint8Array(size).fill(1)))).toEqual([]);
  });
});

describe("a range that nobody reaches", () => {
  const ranges = [
    ["0.0.0.0", "0.255.255.255", "1.0.0.0"],
    ["10.0.0.0", "10.255.255.255", "11.0.0.0"],
    ["100.64.0.0", "100.127.255.255", "100.128.0.0"],
    ["172.16.0.0", "172.31.255.255", "172.32.0.0"],
    ["192.0.0.0", "192.0.0.255", "192.0.1.0"],
    ["192.0.2.0", "192.0.2.255", "192.0.3.0"],
    ["192.168.0.0", "192.168.255.255", "192.169.0.0"],
    ["198.18.0.0", "198.19.255.255", "198.20.0.0"],
    ["198.51.100.0", "198.51.100.255", "198.51.101.0"],
    ["203.0.113.0", "203.0.113.255", "203.0.114.0"],
    ["64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "64:ff9b:2::"],
    ["100::", "100::ffff:ffff:ffff:ffff", "100:0:0:1::"],
    ["2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"],
    ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::"],
    ["fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe00::"],
    ["fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fec0::"],
  ] as const;

  test.each(ranges)("goes from %s to %s", (first, last, after) => {
    expect([first, last, after].map((text) => isRoutable(ip(text)))).toEqual([false, false, true]);
  });

  test("of IPv4 counts in both forms of an address", () => {
    expect(isRoutable(new Uint8Array([10, 0, 0, 1]))).toBe(false);
    expect(isRoutable(new Uint8Array([8, 8, 8, 8]))).toBe(true);
    expect(isRoutable(ip("::ffff:8.8.8.8"))).toBe(true);
  });
});
