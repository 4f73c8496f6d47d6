import type {Schema} from "@oasis-node/primitives/cbor";
import type {JsonValue} from "@oasis-node/primitives/json";

/** A form of a body for people, in which what is signed is shown decoded. */
export interface PrettyForm<T> {
  to(body: T): JsonValue;
  /** Throws `JsonError`. */
  from(json: JsonValue): T;
}

/** What is declared of a transaction method. */
export interface MethodDeclaration<T = unknown> {
  readonly body: Schema<T>;
  /** No nonce, no fee, first in a block (consensus-core §1.7); methods are not critical by default. */
  readonly critical?: boolean;
  /** The body is not even decoded, and left out of transactions that are made here. */
  readonly bodyIgnored?: boolean;
  /** By default the JSON form of the body. */
  readonly pretty?: PrettyForm<T>;
  /** What can be told about a body without any state; throws a typed error. */
  validate?(body: T): void;
}

/** A transaction method of the protocol. */
export interface Method<T = unknown> extends MethodDeclaration<T> {
  /** Module and method, as transactions name it: `staking.Transfer`. */
  readonly name: string;
}

/** Methods of a module by their full names. */
export type Methods<Module extends string, D> = {
  readonly [K in keyof D & string as `${Module}.${K}`]: D[K] & {readonly name: `${Module}.${K}`};
};

/** Declares the transaction methods of a module, by their short names. */
export function defineMethods<
  const Module extends string,
  const D extends Readonly<Record<string, MethodDeclaration>>,
>(module: Module, declarations: D): Methods<Module, D> {
  const methods = Object.entries(declarations).map(([short, declaration]) => {
    const name = `${module}.${short}`;
    return [name, Object.freeze({...declaration, name})] as const;
  });
  return Object.freeze(Object.fromEntries(methods)) as Methods<Module, D>;
}
