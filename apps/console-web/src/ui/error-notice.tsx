import { isRefusal, Problem } from '../api/http.ts';
import { Button } from './button.tsx';
import styles from './notices.module.css';

/** What went wrong, in the words of who refused, and a way to try again where that can help. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail, errors } = describeError(error);
  return (
    <div className={styles.error} role="alert" data-passing={isPassing(error)}>
      <div>
        <p className={styles.errorTitle}>{title}</p>
        {detail && <p>{detail}</p>}
        {errors.length > 0 && (
          <ul>
            {errors.map(({ pointer, message }) => (
              <li key={pointer + message}>
                <code>{pointer}</code> {message}
              </li>
            ))}
          </ul>
        )}
      </div>
      {onRetry && !isRefusal(error) && (
        <Button size="small" icon="retry" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Somebody is away: nothing is wrong with what was asked, and it will work again by itself. */
function isPassing(error: unknown): error is Problem {
  return error instanceof Problem && error.status === 503;
}

function describeError(error: unknown): Pick<Problem, 'title' | 'detail' | 'errors'> {
  if (isPassing(error)) return { title: error.message, detail: '', errors: [] };
  // What is wrong says more than HTTP's name for it; and says it once.
  if (isRefusal(error)) {
    const { message, errors } = error;
    return { title: message, detail: '', errors: errors.filter((each) => !message.includes(each.message)) };
  }
  if (error instanceof Problem) return error;
  // What fetch throws where nobody answers.
  if (error instanceof TypeError)
    return {
      title: 'The console’s server does not answer.',
      detail: 'Is the platform running? Start it with `npm start`.',
      errors: [],
    };
  return {
    title: 'This did not work.',
    detail: error instanceof Error ? error.message : String(error),
    errors: [],
  };
}
