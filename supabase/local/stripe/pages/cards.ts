import { html } from 'hono/html';
import { cards } from '../cards.ts';
import type { Markup } from './layout.ts';

/** The test cards to choose from. */
export function cardChoice(chosen = cards[0].last4, { none = false } = {}): Markup {
	return html`<fieldset>
		<legend>Test card</legend>
		${cards.map(
			(card) =>
				html`<label class="choice">
					<input
						type="radio"
						name="card"
						value="${card.last4}"
						${card.last4 === chosen ? 'checked' : ''}
					/>
					<span>${card.does}<br /><code>${card.number}</code></span>
				</label>`
		)}
		${
			none
				? html`<label class="choice">
						<input type="radio" name="card" value="none" />
						<span>No card for now</span>
					</label>`
				: ''
		}
	</fieldset>`;
}

/** What a bank would show to somebody who pays. */
export function authenticateForm(action: string, sum: string, card: string): Markup {
	return html`<h1>Authenticate this payment</h1>
		<p>Here the bank of the card would ask whether it is really you who pays ${sum}.</p>
		<form method="post" action="${action}">
			<input type="hidden" name="card" value="${card}" />
			<div class="row">
				<button type="submit" class="main" name="outcome" value="complete">
					Complete authentication
				</button>
				<button type="submit" name="outcome" value="fail">Fail authentication</button>
			</div>
		</form>`;
}
