import { X } from "lucide-react";
import { useApp } from "../state/store.ts";
import { useUi } from "../state/ui-store.ts";
import { IconButton } from "../ui/Button.tsx";
import { Failure } from "../ui/Failure.tsx";
import "./notice.css";

/** A failure of something that was asked for. It stays until it is put away. */
export function Notice() {
  const failure = useUi((state) => state.failure);
  const notice = useApp((state) => state.notice);
  const dismissed = useUi((state) => state.dismissed);
  const shown = failure ?? (notice === dismissed ? null : notice);
  return (
    <div className="notice" role="alert">
      {shown === null ? null : (
        <div className="notice-card">
          <Failure error={shown} />
          <IconButton
            label="Put away"
            side="top"
            onClick={() => useUi.setState(failure === null ? { dismissed: notice } : { failure: null })}
          >
            <X className="icon icon-small" />
          </IconButton>
        </div>
      )}
    </div>
  );
}
