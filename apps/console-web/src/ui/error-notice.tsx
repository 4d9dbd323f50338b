import { isRefusal, Problem } from '../api/http.ts';
import { Button } from './button.tsx';
import styles from './notices.module.css';

type Description = Pick<Problem, 'title' | 'detail' | 'errors'>;

/** What went wrong, in the server's words, and a way to try again if that can help. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail, errors } = describeError(error);
  return (
    <div className={styles.error} role="alert" data-tone={isUnavailable(error) ? 'warn' : 'bad'}>
      <div>
        <p className={styles.errorTitle}>{title}</p>
        {detail && <p>{detail}</p>}
        {errors.length > 0 && (
          <ul className="bullets">
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

/** Something is down: the request was correct, and will work again without a change. */
function isUnavailable(error: unknown): error is Problem {
  return error instanceof Problem && error.status === 503;
}

function describeError(error: unknown): Description {
  if (isUnavailable(error)) return { title: error.message, detail: '', errors: [] };
  // The detail says more than HTTP's name for the status; and says it once.
  if (isRefusal(error)) {
    const { message, errors } = error;
    return { title: message, detail: '', errors: errors.filter((each) => !message.includes(each.message)) };
  }
  if (error instanceof Problem) return error;
  // What fetch throws if there is no response.
  if (error instanceof TypeError)
    return {
      title: 'The console’s server does not respond.',
      detail: 'Is the platform running? Start it with `npm start`.',
      errors: [],
    };
  const detail = error instanceof Error ? error.message : String(error);
  return { title: 'This did not work.', detail, errors: [] };
}
