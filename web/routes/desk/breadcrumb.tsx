// The area's path; every wider area is one click away.
import { Fragment } from 'react';

interface BreadcrumbProps {
  path: { code: string; name: string }[];
  onPick: (code: string) => void;
}

export function Breadcrumb({ path, onPick }: BreadcrumbProps) {
  return (
    <>
      {path.map((area, index) => (
        <Fragment key={area.code}>
          {index > 0 && <span className="faint"> / </span>}
          {index === path.length - 1 ? (
            <b aria-current="page">{area.name}</b>
          ) : (
            <button type="button" className="link-button" onClick={() => onPick(area.code)}>
              {area.name}
            </button>
          )}
        </Fragment>
      ))}
    </>
  );
}
