import { Box, CodeXml, Database, Globe, ListChecks, Logs, type LucideIcon } from "lucide-react";
import type { ServiceIcon } from "./model.ts";

const glyphs: Record<ServiceIcon, LucideIcon> = {
  web: Globe,
  database: Database,
  queue: Logs,
  job: ListChecks,
  code: CodeXml,
  box: Box,
};

export function ServiceGlyph({ icon }: { icon: ServiceIcon }) {
  const Glyph = glyphs[icon];
  return (
    <span className="service-glyph" aria-hidden="true">
      <Glyph className="icon icon-small" />
    </span>
  );
}
