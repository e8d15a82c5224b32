import { engineContract } from "./engine.contract.ts";
import { createFakeEngine } from "./fake.ts";

engineContract("fake", async () => {
  const engine = createFakeEngine({ images: ["busybox:stable"] });
  return {
    engine,
    outside: {
      kill: async (id) => engine.outside.kill(id),
      remove: async (id) => engine.outside.remove(id),
    },
    cleanUp: async (stack) => {
      for (const replica of Object.values((await engine.observe()).replicas)) {
        if (replica.stack === stack) engine.outside.remove(replica.id);
      }
    },
    close: () => engine.close(),
  };
});
