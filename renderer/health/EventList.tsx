import { memo, useMemo } from "react";
import type { EngineEvent } from "../../shared/observed.ts";
import { useApp } from "../state/store.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { formatClock } from "../ui/format.ts";
import { Dot } from "../ui/Pill.tsx";
import { eventTone } from "../ui/tones.ts";
import { newestEvents } from "./newest-events.ts";
import "./event-list.css";

const SHOWN = 150;

/** What happened in the stack, newest first. */
export function EventList() {
  const events = useApp((state) => state.events);
  const stack = useApp((state) => state.stack?.name);
  const shown = useMemo(() => newestEvents(events, stack, SHOWN), [events, stack]);
  if (shown.length === 0) {
    return <EmptyState title="Nothing happened yet">What the engine and Gantry do is listed here.</EmptyState>;
  }
  return (
    <ol className="events" aria-label="Events">
      {shown.map((event) => (
        <EventRow key={event.id} event={event} />
      ))}
    </ol>
  );
}

const levelWords: Record<EngineEvent["level"], string> = {
  info: "information",
  good: "good",
  busy: "in progress",
  warning: "warning",
  bad: "failure",
};

const EventRow = memo(function EventRow({ event }: { event: EngineEvent }) {
  return (
    <li className="event" data-level={event.level}>
      <time className="mono small faint" dateTime={new Date(event.at).toISOString()}>
        {formatClock(event.at)}
      </time>
      <span className="event-mark">
        <Dot tone={eventTone[event.level]} />
        <span className="sr-only">{levelWords[event.level]}</span>
      </span>
      <div className="event-text selectable">
        <span>{event.title}</span>
        {event.detail === undefined ? null : <span className="small faint">{event.detail}</span>}
      </div>
    </li>
  );
});
