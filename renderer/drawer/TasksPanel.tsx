import { useApp } from "../state/store.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { TaskView } from "./TaskView.tsx";

/** Long work, newest first. What failed stays until newer work pushes it out. */
export function TasksPanel() {
  const tasks = useApp((state) => state.tasks);
  if (tasks.length === 0) {
    return <EmptyState title="No task yet">Apply, Stop and Remove show their steps here.</EmptyState>;
  }
  return (
    <ol className="tasks" aria-label="Tasks">
      {tasks.toReversed().map((task, index) => (
        <TaskView key={task.id} task={task} open={index === 0} />
      ))}
    </ol>
  );
}
