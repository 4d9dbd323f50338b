import { Component, type ReactNode } from 'react';
import { ErrorNotice } from '../ui/index.ts';

interface Props {
  /** A new value clears the error: the address. */
  resetKey: string;
  children: ReactNode;
}

/** A page that throws shows its error in its place; navigation and the other pages stay usable. */
export class ErrorBoundary extends Component<Props, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: Props) {
    if (before.resetKey !== this.props.resetKey && this.state.error !== undefined)
      this.setState({ error: undefined });
  }

  override render() {
    if (this.state.error === undefined) return this.props.children;
    return <ErrorNotice error={this.state.error} onRetry={() => location.reload()} />;
  }
}
