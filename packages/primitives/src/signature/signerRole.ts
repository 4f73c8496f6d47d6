import {SignerError} from "./signerError.ts";

/** Names of the roles and their numbers on the wire (primitives-mkvs §2.10); 0 is unknown. */
export const signerRoles = {entity: 1, node: 2, p2p: 3, consensus: 4} as const;

/** What a key is for. */
export type SignerRole = keyof typeof signerRoles;

/** All roles in the order of their numbers. */
export const allSignerRoles: readonly SignerRole[] = ["entity", "node", "p2p", "consensus"];

/** The role of that name. Throws `SignerError` `invalidRole`. */
export function signerRoleFromText(text: string): SignerRole {
  const role = allSignerRoles.find((name) => name === text);
  if (role === undefined) throw new SignerError("invalidRole", {details: {text}});
  return role;
}
