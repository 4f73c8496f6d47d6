import {type App, handle} from "../context/index.ts";
import {beginBlock} from "./epoch.ts";
import {registryAppName} from "./events.ts";
import {registryMethods} from "./methods.ts";
import type {RuntimeListener} from "./runtimeListener.ts";
import {deregisterEntity} from "./transactions/deregisterEntity.ts";
import {registerEntity} from "./transactions/registerEntity.ts";
import {registerNode} from "./transactions/registerNode.ts";
import {registerRuntime} from "./transactions/registerRuntime.ts";
import {unfreezeNode} from "./transactions/unfreezeNode.ts";

/** The registry: entities, their nodes, and runtimes (consensus-core §5). */
export function registryApp(listener: RuntimeListener): App {
  return {
    name: registryAppName,
    handlers: new Map([
      handle(registryMethods["registry.RegisterEntity"], registerEntity),
      handle(registryMethods["registry.DeregisterEntity"], deregisterEntity),
      handle(registryMethods["registry.RegisterNode"], (context, signed) =>
        registerNode(context, signed, listener),
      ),
      handle(registryMethods["registry.UnfreezeNode"], unfreezeNode),
      handle(registryMethods["registry.RegisterRuntime"], (context, runtime) =>
        registerRuntime(context, runtime, listener),
      ),
    ]),
    beginBlock,
  };
}
