// Keeps what somebody typed into the editor, or into a form with data-keep-typed, when their session has ended
// or the site cannot be reached.
//
// Before the form is sent this asks whether the person is still signed in. If not, they sign in in another
// tab, at whatever address that takes; the form gets its new token and goes on where it was stopped.
// Tells whether somebody typed into the form since it was sent. Saving itself changes the names in updates.
const hasChanged = (form, sent, updates) => {
  const typed = (data) =>
    JSON.stringify(
      [...data].filter(
        ([name, value]) =>
          typeof value === "string" &&
          !/^(csrfmiddlewaretoken|next|comments-.*|loaded_revision_.*|overwrite_revision_id|known_version)$/.test(name) &&
          !Object.hasOwn(updates ?? {}, name),
      ),
    );
  return typed(new FormData(form)) !== typed(sent);
};

const keepWhatIsTyped = ({ session, signIn }) => {
  const forms = "form[data-edit-form], form[data-keep-typed]";
  if (!document.querySelector(forms)) return;
  const ask = () => fetch(session).then((answer) => answer.json());
  let before = null; // who opened the form; unknown until the site has answered once
  ask().then((state) => { if (state.person !== null) before ??= state; }, () => {});
  let waiting = null; // what goes on when the person is signed in again
  let checking = false;

  const dialog = document.createElement("dialog");
  dialog.className = "editor-session";
  dialog.setAttribute("aria-labelledby", "editor-session-title");
  dialog.innerHTML = `
    <h2 id="editor-session-title"></h2>
    <p data-text></p>
    <p>
      <a class="button" target="_blank">Sign in again (opens in a new tab)</a>
      <button class="button" type="button">Try again</button>
    </p>`;
  // The site is asked first who is signed in, and a slow one would leave the press of a button without an answer.
  const sending = document.createElement("p");
  sending.className = "being-sent";
  sending.setAttribute("role", "status");
  document.body.append(dialog, sending);
  const [title, text] = dialog.querySelectorAll("h2, [data-text]");
  const link = dialog.querySelector("a");
  link.href = signIn;
  const button = dialog.querySelector("button");

  const show = (heading, words, canSignIn) => {
    sending.textContent = "";
    title.textContent = heading;
    text.textContent = words;
    link.hidden = !canSignIn;
    if (!dialog.open) dialog.showModal();
  };

  const signedIn = async () => {
    const now = await ask();
    if (now.person === null) {
      show("You have been signed out", "Everything you typed is still here. Sign in again to save it.", true);
      return false;
    }
    before ??= now;
    if (now.person !== before.person) {
      show(
        `${now.name} is signed in now`,
        `This form was opened by ${before.name}. Everything typed is still here: sign in as ${before.name} to save it.`,
        true,
      );
      return false;
    }
    // Signing in changes the token; Wagtail's own requests take it from its configuration.
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = now.token;
    window.wagtailConfig.CSRF_TOKEN = now.token;
    dialog.close();
    return true;
  };

  const goOn = async () => {
    if (checking) return; // a second press of the button
    checking = true;
    try {
      if (await signedIn()) {
        const next = waiting;
        waiting = null;
        next?.();
      }
    } catch {
      show("The site cannot be reached", "Everything you typed is still here. Check your connection and try again.");
    } finally {
      checking = false;
    }
  };

  // Which version the form itself saved last; while it saves, nobody knows yet.
  let known = null;
  let isSaving = false;
  const savedByItself = async () => {
    while (isSaving) {
      await new Promise((resolve) => {
        for (const end of ["w-autosave:success", "w-autosave:error"]) document.addEventListener(end, resolve, { once: true });
      });
      await new Promise((resolve) => { setTimeout(resolve); }); // Wagtail may begin again at once
    }
  };

  // In the capturing phase: before Wagtail stops warning of unsaved changes.
  let checked = false;
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches(forms) || checked) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      sending.textContent = "Sending…";
      waiting = async () => {
        await savedByItself();
        checked = true;
        form.requestSubmit(submitter);
        checked = false;
      };
      goOn();
    },
    true,
  );
  document.addEventListener("formdata", ({ formData }) => {
    if (checked && known) formData.set("known_version", known);
  });
  // Once it is sent it saves no more by itself, until somebody comes back to it.
  let isSent = false;
  window.addEventListener("submit", (event) => {
    if (!checked) return;
    isSent = !event.defaultPrevented;
    if (!isSent) sending.textContent = "";
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
    sending.textContent = "";
  });

  const saveByItself = () =>
    document.querySelector("form[data-edit-form]").dispatchEvent(new CustomEvent("w-unsaved:add"));

  // Of a cut line Wagtail tells by itself. What it would say of the rest is no help, and is seen behind the dialog.
  document.addEventListener(
    "w-autosave:error",
    ({ detail }) => {
      isSaving = false;
      if (detail.type !== "server_error") return;
      detail.text = "What you typed is not saved yet.";
      waiting ??= saveByItself;
      goOn();
    },
    true,
  );

  // Wagtail takes what was typed while it saved for saved, and would not save it before the next key.
  let sent = null;
  document.addEventListener("w-autosave:save", (event) => {
    if (!event.target.matches(forms)) return;
    if (isSent) {
      event.preventDefault();
      return;
    }
    isSaving = true;
    sent = event.detail.formData;
  });
  document.addEventListener("w-autosave:success", ({ target, detail }) => {
    isSaving = false;
    known = `${detail.data.revision_id} ${detail.data.revision_created_at}`;
    if (sent && hasChanged(target, sent, detail.data.field_updates)) saveByItself();
  });

  // Who goes on after Wagtail has told them of a newer version may put theirs in its place.
  document.addEventListener(
    "w-dialog:confirmed",
    ({ target }) => {
      const asked = document.querySelector("[data-w-session-intercept-value=conflict]");
      if (target.id !== "w-save-confirmation-dialog" || !asked) return;
      known = null;
      const fields = "[name=loaded_revision_id], [name=loaded_revision_created_at], [name=known_version]";
      for (const field of document.querySelectorAll(fields)) field.remove();
    },
    true,
  );

  const signedInElsewhere = () => dialog.open && goOn();
  new BroadcastChannel("editor-session").addEventListener("message", signedInElsewhere);
  window.addEventListener("focus", signedInElsewhere);
  button.addEventListener("click", goOn);
};

{
  const addresses = { ...document.currentScript.dataset };
  document.addEventListener("DOMContentLoaded", () => keepWhatIsTyped(addresses));
}
