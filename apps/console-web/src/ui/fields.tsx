import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes } from 'react';
import styles from './fields.module.css';

interface Common {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value. */
  fault?: string;
}

interface Wired {
  id: string;
  className: string | undefined;
  'aria-invalid': boolean | undefined;
  'aria-describedby': string | undefined;
}

/** Label, control, hint and fault, tied together for who cannot see that they stand together. */
export function Field({ label, hint, fault, children }: Common & { children: (wired: Wired) => ReactNode }) {
  const id = useId();
  const note = fault ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        className: styles.input,
        'aria-invalid': fault !== undefined || undefined,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
      })}
      {note !== undefined && (
        <p id={`${id}-note`} className={fault === undefined ? styles.hint : styles.fault}>
          {note}
        </p>
      )}
    </div>
  );
}

type Input = Omit<InputHTMLAttributes<HTMLInputElement>, 'value' | 'onChange'>;

/** Any input of one line: `type` says which. */
export function TextField({
  label,
  hint,
  fault,
  value,
  onChange,
  ...rest
}: Common & Input & { value: string; onChange: (value: string) => void }) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(wired) => (
        <input type="text" {...rest} {...wired} value={value} onChange={(e) => onChange(e.target.value)} />
      )}
    </Field>
  );
}

/** A number within its limits; what is no number is not reported. */
export function NumberField({
  value,
  onChange,
  ...rest
}: Common & Input & { value: number; onChange: (value: number) => void }) {
  const report = (text: string) => text !== '' && Number.isFinite(Number(text)) && onChange(Number(text));
  return <TextField {...rest} type="number" inputMode="numeric" value={String(value)} onChange={report} />;
}

type Select = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'value' | 'onChange' | 'children'>;

export function SelectField({
  label,
  hint,
  fault,
  value,
  onChange,
  options,
  ...rest
}: Common &
  Select & {
    value: string;
    onChange: (value: string) => void;
    options: readonly { value: string; title: string }[];
  }) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(wired) => (
        <select {...rest} {...wired} value={value} onChange={(e) => onChange(e.target.value)}>
          {options.map(({ value: each, title }) => (
            <option key={each} value={each}>
              {title}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface SwitchProps {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** On or off, at once. */
export function SwitchField({ label, checked, onChange, disabled }: SwitchProps) {
  return (
    <label className={styles.switch}>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        onChange={(e) => onChange(e.target.checked)}
      />
      {label}
    </label>
  );
}

interface SliderProps {
  label: string;
  value: number;
  min?: number;
  max: number;
  step?: number;
  /** The value in words, beside the slider: `25 %`. */
  words: (value: number) => string;
  onChange: (value: number) => void;
  disabled?: boolean;
}

export function SliderField({
  label,
  value,
  min = 0,
  max,
  step = 1,
  words,
  onChange,
  disabled,
}: SliderProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.slider}>
        <input
          id={id}
          type="range"
          min={min}
          max={max}
          step={step}
          value={value}
          disabled={disabled}
          aria-valuetext={words(value)}
          onChange={(e) => onChange(Number(e.target.value))}
        />
        <output htmlFor={id} className="figures">
          {words(value)}
        </output>
      </div>
    </div>
  );
}
