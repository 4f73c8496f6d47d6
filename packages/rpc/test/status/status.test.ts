import {encode} from "@oasis-node/primitives/cbor";
import {ErrorDetail} from "@oasis-node/primitives/errorDetail";
import {errorModule, errorRegistry, TypedError} from "@oasis-node/primitives/errors";
import {describe, expect, test} from "vitest";
import {
  decodeStatusText,
  encodeStatusDetails,
  encodeStatusText,
  errorOfStatus,
  isDefect,
  RpcError,
  statusCodes,
  statusName,
  statusOfError,
} from "../../src/status/index.ts";

const governance = errorModule("governance", {noSuchProposal: [5, "governance: no such proposal"]});
const registry = errorRegistry([governance]);

class LocalError extends TypedError<"odd"> {}

describe("the status of an error", () => {
  test("has the recorded bytes for a missing proposal", () => {
    const {code, message, detail} = statusOfError(governance.noSuchProposal());
    expect([code, message]).toEqual([2, "governance: no such proposal"]);
    const bytes = Buffer.from(
      encodeStatusDetails({code, message, detail: detail ?? new Uint8Array()}),
      "base64",
    );
    const detailBytes = `a264636f646505666d6f64756c656a${hex("governance")}`;
    expect(bytes.toString("hex")).toBe(
      `0802121c${hex("governance: no such proposal")}1a1b1219${detailBytes}`,
    );
  });

  test("is unpadded in base64", () => {
    const encoded = encodeStatusDetails({code: 2, message: "ab", detail: Uint8Array.of(0xa0)});
    expect(encoded).toMatch(/^[A-Za-z0-9+/]+$/);
  });

  test("has no detail when the error has no module", () => {
    expect(statusOfError(new LocalError("odd", "something odd"))).toEqual({
      code: 2,
      message: "something odd",
      detail: null,
    });
  });

  test("is the error's own where it has one, with the module of its cause", () => {
    const error = new RpcError("PermissionDenied", "grpc: not allowed", {cause: governance.noSuchProposal()});
    const {code, message, detail} = statusOfError(error);
    expect([code, message]).toEqual([statusCodes.PermissionDenied, "grpc: not allowed"]);
    expect(detail).toEqual(encode(ErrorDetail, {module: "governance", code: 5}));
  });

  test("keeps the text of a defect from the caller", () => {
    const defect = new RangeError("secret");
    expect(statusOfError(defect)).toEqual({code: 13, message: "internal error", detail: null});
    expect([isDefect(defect), isDefect(governance.noSuchProposal())]).toEqual([true, false]);
  });
});

describe("the error of a status", () => {
  const received = (error: unknown) => {
    const {code, message, detail} = statusOfError(error);
    const details = detail === null ? undefined : encodeStatusDetails({code, message, detail});
    return {code, message, details};
  };

  test("is that of the module, with its context", () => {
    const error = errorOfStatus(received(governance.noSuchProposal({context: "id 7"})), registry);
    expect(governance.noSuchProposal.is(error) && error.context).toBe("id 7");
  });

  test("is recognised without a registry", () => {
    const error = errorOfStatus(received(governance.noSuchProposal()), errorRegistry([]));
    expect(governance.noSuchProposal.is(error)).toBe(true);
    expect(error.message).toBe("governance: no such proposal");
  });

  test("is one of gRPC in the reference's form otherwise", () => {
    const error = errorOfStatus({code: 2, message: "insufficient balance", details: undefined}, registry);
    expect(error).toBeInstanceOf(RpcError);
    expect(error.message).toBe("rpc error: code = Unknown desc = insufficient balance");
  });

  test("is one of gRPC when the details are not ours", () => {
    for (const details of ["", "AAAA", "////", "CAISAmFi"]) {
      expect(errorOfStatus({code: 14, message: "x", details}, registry)).toMatchObject({code: "Unavailable"});
    }
    expect(errorOfStatus({code: 99, message: "x", details: undefined}, registry)).toMatchObject({
      code: "Unknown",
    });
  });
});

test("texts are encoded as the reference does and come back", () => {
  const texts = ["", "plain", "100%", "täst ✓", "line\nbreak", "\u{10ffff}", "a%41"];
  for (const text of texts) expect(decodeStatusText(encodeStatusText(text))).toBe(text);
  expect(encodeStatusText("ä%\n")).toBe("%C3%A4%25%0A");
  expect(decodeStatusText("50% of %zz %41")).toBe("50% of %zz A");
});

test("every status has its name", () => {
  for (const [name, code] of Object.entries(statusCodes)) expect(statusName(code)).toBe(name);
  expect(statusName(17)).toBeUndefined();
});

function hex(text: string): string {
  return Buffer.from(text).toString("hex");
}
