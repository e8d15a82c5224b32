import { CircleCheck, CircleDashed, CircleDot, CircleMinus, CircleX, type LucideIcon } from "lucide-react";
import { memo, useCallback, useEffect, useRef } from "react";
import type { Task, TaskStep } from "../../shared/contract.ts";
import type { WireError } from "../../shared/errors.ts";
import { cancelTask } from "../state/requests.ts";
import { useClockText } from "../state/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Failure } from "../ui/Failure.tsx";
import { StatusWord } from "../ui/StatusWord.tsx";
import type { Tone } from "../ui/Pill.tsx";
import { elapsed, stepsDone, taskWords } from "./task-progress.ts";

const tones: Record<Task["state"], Tone> = { running: "busy", done: "ok", failed: "bad", cancelled: "warn" };

/** One piece of long work: named steps, how long it takes, a way out, and what went wrong. */
export const TaskView = memo(function TaskView({ task, open }: { task: Task; open: boolean }) {
  const { done, of } = stepsDone(task);
  const running = task.state === "running";
  return (
    <li className="task" data-task={task.id} data-state={task.state}>
      <div className="task-head">
        <strong className="cut">{task.title}</strong>
        <StatusWord tone={tones[task.state]}>{taskWords[task.state]}</StatusWord>
        <span className="small faint">
          {of === 0 ? "" : `${done} of ${of} steps, `}
          <Elapsed work={task} running={running} />
        </span>
        {running ? (
          <Button size="small" aria-label={`Cancel ${task.title}`} onClick={() => cancelTask(task.id)}>
            Cancel
          </Button>
        ) : null}
      </div>
      {task.error === undefined ? null : <TaskFailure error={task.error} fresh={open} />}
      {open || running || task.state === "failed" ? <Steps task={task} /> : null}
    </li>
  );
});

/** The steps have scrolled on below it; of the newest task it is what must be seen. */
function TaskFailure({ error, fresh }: { error: WireError; fresh: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (fresh) box.current?.scrollIntoView({ block: "nearest" });
  }, [fresh]);
  return (
    <div ref={box} className="task-failure">
      <Failure error={error} />
    </div>
  );
}

function Steps({ task }: { task: Task }) {
  if (task.steps.length === 0) {
    return task.state === "running" ? <p className="small muted">Looking at the engine and planning.</p> : null;
  }
  return (
    <ol className="task-steps mono">
      {task.steps.map((step) => (
        <StepRow key={step.id} step={step} />
      ))}
    </ol>
  );
}

const glyphs: Record<TaskStep["state"], LucideIcon> = {
  waiting: CircleDashed,
  running: CircleDot,
  done: CircleCheck,
  failed: CircleX,
  skipped: CircleMinus,
};

const StepRow = memo(function StepRow({ step }: { step: TaskStep }) {
  const Glyph = glyphs[step.state];
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Not under the pointer: then somebody reads.
    if (step.state === "running" && row.current?.closest(".task-steps")?.matches(":hover") === false) {
      row.current.scrollIntoView({ block: "nearest" });
    }
  }, [step.state]);
  return (
    <li ref={row} className={`task-step step-${step.state}`} data-state={step.state}>
      <Glyph className="icon icon-small" aria-label={step.state} />
      <span className="cut" title={step.title}>
        {step.title}
      </span>
      <span className="cut faint" title={step.progress}>
        {step.state === "running" || step.state === "failed" ? step.progress : ""}
      </span>
      <span className="faint task-time">
        <Elapsed work={step} running={step.state === "running"} />
      </span>
    </li>
  );
});

function Elapsed({ work, running }: { work: Pick<TaskStep, "startedAt" | "endedAt">; running: boolean }) {
  const text = useClockText(
    useCallback((now: number) => elapsed(work, now), [work]),
    running,
  );
  return <>{text}</>;
}
