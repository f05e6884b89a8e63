// The search box of the top bar: type, wait a moment, choose by arrow keys or pointer. `/` comes here from anywhere on the desk.
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Found } from '../../../server/household/model.ts';
import { useKeys } from '../../ui/keys.ts';
import { useWords } from '../../ui/language.tsx';
import { useProblemText } from '../../ui/states.tsx';
import { ui } from '../../ui/words.ts';
import { searchQuery } from './queries.ts';
import { searchWords } from './words.ts';
import './search.css';

const PAUSE = 250;

const addressOf = ({ kind, id }: Found) =>
  kind === 'village' ? `/households?area=${id}` : kind === 'task' ? `/desk?view=all&task=${id}` : `/households/${id}`;

/** What is typed, once the typing has paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

export function SearchBox() {
  const words = useWords(searchWords);
  const problemText = useProblemText();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const q = usePaused(text.trim());
  const query = useQuery(searchQuery(q));
  const items = query.data?.items ?? [];
  const isName = query.data?.kind === 'name';
  const count = items.length + (isName ? 1 : 0);
  useKeys({
    '/': (event) => {
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    },
  });
  const close = () => {
    setIsOpen(false);
    setChosen(0);
  };
  const go = (index: number) => {
    const item = items[index];
    if (!item && !(isName && index === items.length)) return;
    close();
    setText('');
    input.current?.blur();
    void navigate(item ? addressOf(item) : `/households?q=${encodeURIComponent(q)}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      close();
      input.current?.blur();
    }
    if (event.key === 'Enter') go(chosen);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setIsOpen(true);
    if (count > 0) setChosen((chosen + step + count) % count);
  };
  const isShown = isOpen && q.length > 0 && q === text.trim();
  return (
    <div className="search no-print">
      <input
        ref={input}
        id="search"
        type="search"
        className="field"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        placeholder={words.label}
        aria-label={words.label}
        aria-expanded={isShown}
        aria-controls="search-found"
        aria-autocomplete="list"
        aria-activedescendant={isShown && count > 0 ? `search-${chosen}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setIsOpen(true);
          setChosen(0);
        }}
        onFocus={() => setIsOpen(true)}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <span className="key" aria-hidden="true">
        /
      </span>
      {isShown && (
        <div className="search-panel">
          <p className="search-news faint" role="status">
            {query.isPending
              ? words.searching
              : query.isError
                ? problemText(query.error)
                : items.length > 0
                  ? words.found(items.length)
                  : query.data?.kind === 'nothing'
                    ? words.partOfNumber
                    : words.nothing}
          </p>
          <div id="search-found" role="listbox" aria-label={words.what}>
            {items.map((item, index) => (
              <Hit
                key={`${item.kind}${item.id}${item.title}`}
                item={item}
                id={`search-${index}`}
                isChosen={index === chosen}
                onGo={() => go(index)}
              />
            ))}
            {isName && items.length > 0 && (
              <div
                id={`search-${items.length}`}
                role="option"
                tabIndex={-1}
                aria-selected={chosen === items.length}
                className="search-hit"
                onMouseDown={(event) => {
                  event.preventDefault();
                  go(items.length);
                }}
              >
                {words.all(q)}
              </div>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

function Hit({ item, id, isChosen, onGo }: { item: Found; id: string; isChosen: boolean; onGo: () => void }) {
  const common = useWords(ui);
  const words = useWords(searchWords);
  const detail =
    item.kind === 'task'
      ? common.taskStates[item.detail as keyof typeof common.taskStates]
      : item.kind === 'village'
        ? words.levels[item.detail ?? '']
        : item.detail;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      className="search-hit"
      // The box must not lose the focus before the choice is made.
      onMouseDown={(event) => {
        event.preventDefault();
        onGo();
      }}
    >
      <span className="search-kind">{words.kinds[item.kind]}</span>
      <b>{item.title}</b>
      <span className="search-detail">{detail}</span>
      <span className="faint search-place">{item.place}</span>
    </div>
  );
}
