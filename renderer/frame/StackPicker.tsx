import { ChevronDown, FileText, FolderOpen, Sparkles } from "lucide-react";
import { chooseStack, openSample, openStack } from "../state/requests.ts";
import { useApp } from "../state/store.ts";
import { baseName, folderName } from "../ui/format.ts";
import { Menu, MenuItem, MenuLabel, MenuLine } from "../ui/Menu.tsx";
import { samples } from "./samples.ts";

export function StackPicker() {
  const name = useApp((state) => state.stack?.name);
  const path = useApp((state) => state.stack?.path);
  const recent = useApp((state) => state.recent);
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="picker"
          aria-label={path === undefined ? "Stack: No stack" : `Stack: ${name ?? ""} ${baseName(path)}`}
          title={path}
        >
          <strong className="cut">{name ?? "No stack"}</strong>{" "}
          {path === undefined ? null : <span className="cut muted picker-detail">{baseName(path)}</span>}
          <ChevronDown className="icon icon-small muted" aria-hidden="true" />
        </button>
      }
    >
      <MenuItem icon={<FolderOpen className="icon" />} onSelect={chooseStack}>
        Open…
      </MenuItem>
      <MenuLine />
      <MenuLabel>Samples</MenuLabel>
      {samples.map((sample) => (
        <MenuItem
          key={sample.name}
          icon={<Sparkles className="icon" />}
          detail={sample.detail}
          onSelect={() => openSample(sample.name)}
        >
          {sample.title}
        </MenuItem>
      ))}
      {recent.length === 0 ? null : (
        <>
          <MenuLine />
          <MenuLabel>Recent</MenuLabel>
          {recent.map((file) => (
            <MenuItem
              key={file}
              icon={<FileText className="icon" />}
              detail={folderName(file)}
              checked={file === path}
              onSelect={() => openStack(file)}
            >
              {baseName(folderName(file))} / {baseName(file)}
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  );
}
