// What the page /docs can do with scripts: search, and send its example requests. Without scripts it is complete to read.

import { addSearch } from './docs-search.js';
import { addTry } from './docs-try.js';

addSearch(document.querySelector('nav'), document.querySelector('main'));
for (const article of document.querySelectorAll('article')) addTry(article);
