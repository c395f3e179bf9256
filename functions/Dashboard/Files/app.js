// Puts the page together: who is signed in, which view the address names, and which events that view receives.

import { Api, ApiError } from './api.js';
import { announce, byId, element, setText } from './dom.js';
import { ListView } from './list.js';
import { Live } from './live.js';
import { leave, signIn } from './session.js';
import { clock, distance, now, tick } from './time.js';
import { words } from './words.js';

const TOLD_ONE_BY_ONE = 3;

let api, views, view, live, trouble, turns = 0;

/** @param after The position in the feed after which events are reported. */
function open(key, after) {
  api = new Api(key);
  views = { list: new ListView(api, failed) };
  live = new Live(api, after, { answered, events, failed });
  setText(byId('live-text'), 'Live');
  byId('live').hidden = byId('sign-out').hidden = false;
  addEventListener('hashchange', route);
  void route();
  byId('content').focus({ preventScroll: true });
}

/** "#/" is the list, with its filters behind a question mark; "#/bots/bot_…" is a bot. */
async function route(event) {
  const turn = ++turns;
  const [, bot, query] = /^#\/?(?:bots\/([^?]*))?(?:\?(.*))?$/.exec(location.hash || '#/') ?? [];
  if (bot && !views.bot && !await loadBotView() || turn !== turns) return;
  const isOther = view !== (bot ? views.bot : views.list);
  if (isOther) view?.hide();
  view = bot ? views.bot : views.list;
  void view.show(bot || new URLSearchParams(query));
  if (event && (isOther || bot)) {
    byId('content').focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

/** Loads what only a bot's page needs when a bot is opened. @returns Whether it was loaded. */
async function loadBotView() {
  try {
    const style = element('link', { rel: 'stylesheet', href: '/dashboard/bot.css' });
    const isStyled = new Promise((resolve, reject) => Object.assign(style, { onload: resolve, onerror: reject }));
    document.head.append(style);
    const [{ BotView }] = await Promise.all([import('./bot.js'), isStyled]);
    views.bot ??= new BotView(api, failed);
    return true;
  } catch {
    failed(new ApiError('away', 'The server cannot be reached.'));
    return false;
  }
}

/** @param news Those that are announced in words. */
function events(happened, news) {
  void view?.happened(happened);
  if (news.length === 0) return;
  announce(news.length <= TOLD_ONE_BY_ONE
    ? news.map((event) => `${event.bot_id}: ${words(event.type)}.`).join(' ')
    : `${news.length} events of ${new Set(news.map((event) => event.bot_id)).size} bots.`);
}

function answered() {
  if (trouble) {
    showTrouble(undefined);
    announce('The server answers again.');
    if (location.hash.startsWith('#/bots/') && !views.bot) void route();
    else void view?.refresh();
  }

  void view?.beat();
  setText(byId('live-text'), `Live · ${clock(now())}`);
}

function failed(error, retryAt) {
  if (!(error instanceof ApiError)) throw error;
  if (error.kind === 'key') leave(error.message);
  else if (error.kind === 'away' || error.kind === 'busy') showTrouble({ error, retryAt: retryAt ?? (error.retryAfter > 0 ? live.hold(error.retryAfter * 1000) : trouble?.retryAt), since: trouble?.since ?? now() });
}

function showTrouble(found) {
  trouble = found;
  byId('trouble').hidden = !found;
  byId('live').classList.toggle('away', Boolean(found));
  if (found) {
    setText(byId('trouble-what'), `${found.error.message} What you see is from ${clock(found.since)}.`);
    setText(byId('live-text'), `${found.error.kind === 'busy' ? 'Held back' : 'Not reachable'} · as of ${clock(found.since)}`);
    countDown();
  }
}

function countDown() {
  if (trouble) setText(byId('trouble-then'), trouble.retryAt > now() ? `Trying again ${distance(trouble.retryAt)}.` : 'Trying…');
}

byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('content').focus();
});
byId('sign-out').addEventListener('click', () => leave());
byId('try-now').addEventListener('click', () => void live?.askNow());
setInterval(() => {
  tick();
  countDown();
}, 1000);
signIn(open);
