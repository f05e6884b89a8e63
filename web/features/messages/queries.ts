// How telling people went, whom nothing reaches, and how one is told oneself.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  Contact,
  ContactInput,
  MessageRow,
  MessagesView,
  TaskMessage,
  Unreached,
} from '../../../server/messages/model.ts';
import { call, queryString } from '../../api/client.ts';

/** The delivery of messages changes with the minute, and no hint tells of it. */
const EVERY = 60_000;

export const summaryQuery = queryOptions({
  queryKey: ['messages', 'summary'],
  queryFn: ({ signal }) => call<MessagesView>('GET', '/api/messages/summary', { signal }),
  refetchInterval: EVERY,
});

interface Page<T> {
  items: T[];
  next: string | null;
}

export interface MessagesAsked {
  state: string;
  channel: string;
  day: string;
}

export const messagesQuery = (asked: MessagesAsked) =>
  infiniteQueryOptions({
    queryKey: ['messages', 'list', asked],
    queryFn: ({ pageParam, signal }) =>
      call<Page<MessageRow>>('GET', `/api/messages${queryString({ ...asked, after: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const unreachedQuery = infiniteQueryOptions({
  queryKey: ['messages', 'unreached'],
  queryFn: ({ pageParam, signal }) =>
    call<Page<Unreached>>('GET', `/api/messages/unreached${queryString({ after: pageParam })}`, { signal }),
  initialPageParam: '',
  getNextPageParam: (page) => page.next ?? undefined,
});

export const taskMessagesQuery = (id: string) =>
  queryOptions({
    queryKey: ['tasks', 'one', id, 'messages'],
    queryFn: async ({ signal }) =>
      (await call<{ items: TaskMessage[] }>('GET', `/api/tasks/${encodeURIComponent(id)}/messages`, { signal })).items,
  });

export const sendTest = () => call<{ id: string }>('POST', '/api/messages/test');

/** Of oneself, or of an account. */
const contactPath = (userId: string | null) =>
  userId === null ? '/api/contact' : `/api/users/${encodeURIComponent(userId)}/contact`;

export const contactQuery = (userId: string | null) =>
  queryOptions({
    queryKey: ['contact', userId],
    queryFn: ({ signal }) => call<Contact>('GET', contactPath(userId), { signal }),
  });

export const saveContact = (userId: string | null, body: Partial<ContactInput>) =>
  call<Contact>('PUT', contactPath(userId), { body });
