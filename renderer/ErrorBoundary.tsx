import { Component, type ReactNode } from "react";
import { messageOf } from "../shared/errors.ts";
import { Button } from "./ui/Button.tsx";
import { EmptyState } from "./ui/EmptyState.tsx";

interface State {
  message: string | undefined;
}

/** A view that failed is said to have failed; the rest of the window goes on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { message: undefined };

  static getDerivedStateFromError(thrown: unknown): State {
    return { message: messageOf(thrown) };
  }

  override render() {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <EmptyState
        title="This view failed"
        actions={<Button onClick={() => this.setState({ message: undefined })}>Show it again</Button>}
      >
        <span className="mono small selectable">{message}</span>
      </EmptyState>
    );
  }
}
