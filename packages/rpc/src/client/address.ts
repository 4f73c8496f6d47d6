import {ClientError} from "./clientError.ts";

/** Where a server is. */
export type Address =
  | {readonly kind: "unix"; readonly path: string}
  | {readonly kind: "tcp"; readonly host: string; readonly port: number};

/** Reads `unix:PATH` or `HOST:PORT`. Throws `ClientError` `badAddress`. */
export function parseAddress(text: string): Address {
  if (text.startsWith("unix:")) {
    const path = text.slice("unix:".length).replace(/^\/\/(?=\/)/, "");
    if (path !== "") return {kind: "unix", path};
  }
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  const host = bracketed ?? plain;
  if (host !== undefined && port > 0 && port <= 0xffff) return {kind: "tcp", host, port};
  throw new ClientError("badAddress", `'${text}' is neither unix:PATH nor HOST:PORT`, {details: {text}});
}

/** The address as the reference's errors name it. */
export function addressText(address: Address): string {
  if (address.kind === "unix") return `unix ${address.path}`;
  const {host, port} = address;
  return `tcp ${host.includes(":") ? `[${host}]` : host}:${port}`;
}
