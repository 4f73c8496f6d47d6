import {resolve} from "node:path";
import type {OptionValues, signerOptions} from "@oasis-node/node/options";
import {
  allSignerRoles,
  type Signer,
  SignerError,
  type SignerFactory,
  type SignerRole,
  signerRoleFromText,
} from "@oasis-node/primitives/signature";
import {FileSignerFactory} from "@oasis-node/primitives/signers";
import {explainSignerError, SignerProblem} from "./signerProblem.ts";

export interface SignerPlace {
  /** Directory of the keys, as the user wrote it. */
  readonly directory: string;
  readonly cwd: string;
}

/** Where the signers of some roles come from, by the options. Throws `SignerProblem` or `SignerError`. */
export function signerFactory(
  options: OptionValues<typeof signerOptions>,
  place: SignerPlace,
  roles: readonly SignerRole[],
): SignerFactory {
  const backend = options["signer.backend"].toLowerCase();
  if (backend !== "composite") return singleFactory(backend, place, roles);
  return compositeFactory(options["signer.composite.backends"], place, roles);
}

function singleFactory(backend: string, place: SignerPlace, roles: readonly SignerRole[]): SignerFactory {
  if (backend === "file") return new ExplainedFileSigners(place, roles);
  // Plugins are Go programs that speak a protocol of Go's net/rpc.
  const hint = backend === "plugin" ? " (signer plugins cannot be used with this program)" : "";
  throw new SignerProblem("backend", `unsupported signer backend: ${backend}${hint}`);
}

function compositeFactory(text: string, place: SignerPlace, roles: readonly SignerRole[]): SignerFactory {
  const factories = new Map<SignerRole, SignerFactory>();
  for (const [role, backend] of text.split(",").map(roleAndBackend)) {
    if (factories.has(role))
      throw new SignerProblem("composite", `multiple backends configured for role: ${role}`);
    factories.set(role, singleFactory(backend, place, [role]));
  }
  return new CompositeSigners(factories, roles);
}

function roleAndBackend(text: string): readonly [SignerRole, string] {
  const [role, backend, ...rest] = text.split(":");
  if (role === undefined || backend === undefined || rest.length > 0)
    throw new SignerProblem("composite", "malformed composite role assignment");
  try {
    return [signerRoleFromText(role), backend.toLowerCase()];
  } catch (cause) {
    if (!(cause instanceof SignerError)) throw cause;
    const valid = allSignerRoles.join(", ");
    throw new SignerProblem("composite", `${cause.message} (valid roles are: ${valid})`, {cause});
  }
}

/** The file signer, whose failures name the file as the user wrote it. */
class ExplainedFileSigners implements SignerFactory {
  readonly #factory: FileSignerFactory;
  readonly #directory: string;

  constructor({directory, cwd}: SignerPlace, roles: readonly SignerRole[]) {
    this.#factory = new FileSignerFactory(resolve(cwd, directory), roles);
    this.#directory = directory;
  }

  ensureRole(role: SignerRole): void {
    this.#factory.ensureRole(role);
  }

  async generate(role: SignerRole, entropy: (length: number) => Uint8Array): Promise<Signer> {
    return this.#explained(this.#factory.generate(role, entropy));
  }

  async load(role: SignerRole): Promise<Signer> {
    return this.#explained(this.#factory.load(role));
  }

  async #explained(signer: Promise<Signer>): Promise<Signer> {
    try {
      return await signer;
    } catch (error) {
      throw explainSignerError(error, this.#directory);
    }
  }
}

/** A signer for each role, each from its own factory. */
class CompositeSigners implements SignerFactory {
  readonly #factories: ReadonlyMap<SignerRole, SignerFactory>;

  constructor(factories: ReadonlyMap<SignerRole, SignerFactory>, roles: readonly SignerRole[]) {
    this.#factories = new Map([...factories].filter(([role]) => roles.includes(role)));
  }

  ensureRole(role: SignerRole): void {
    this.#of(role);
  }

  async generate(role: SignerRole, entropy: (length: number) => Uint8Array): Promise<Signer> {
    return this.#of(role).generate(role, entropy);
  }

  async load(role: SignerRole): Promise<Signer> {
    return this.#of(role).load(role);
  }

  #of(role: SignerRole): SignerFactory {
    const factory = this.#factories.get(role);
    if (factory === undefined) throw new SignerError("roleMismatch", {details: {role}});
    return factory;
  }
}
