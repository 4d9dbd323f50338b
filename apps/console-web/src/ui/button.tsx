import type { ComponentProps } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

type Props = ComponentProps<'button'> & {
  variant?: 'plain' | 'primary' | 'danger' | 'quiet';
  size?: 'normal' | 'small';
  icon?: IconName;
};

export function Button({ variant = 'plain', size = 'normal', icon, className, children, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        styles.button,
        styles[variant],
        size === 'small' && styles.small,
        children === undefined && styles.square,
        className,
      )}
    >
      {icon && <Icon name={icon} size={size === 'small' ? 14 : 16} />}
      {children}
    </button>
  );
}

/** A button that is only an icon; `label` is its name and its tooltip. */
export function IconButton({ label, ...rest }: Omit<Props, 'children'> & { label: string; icon: IconName }) {
  return <Button variant="quiet" {...rest} aria-label={label} title={label} />;
}
