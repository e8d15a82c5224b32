import type { Service } from "../../shared/stack/project.ts";
import { FactList } from "./FactList.tsx";
import { variablesOf } from "./environment.ts";

export function Environment({ service }: { service: Service }) {
  const facts = variablesOf(service.environment).map(({ name, value }) => ({ name, value: value ?? "from the shell" }));
  return <FactList title="Environment" facts={facts} />;
}
