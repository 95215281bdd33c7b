// The choice of colours without a reload: the form is sent as it is, and what the server's answer says
// of the theme is taken over.

export function startTheme(document) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("form.theme")) return;
    event.preventDefault();
    try {
      await change(document, form);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      form.submit(); // the network failed: let the browser say so
    }
  });
}

async function change(document, form) {
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("form.theme");
  if (!answer.ok || next === null) return form.submit();
  const { theme } = page.documentElement.dataset;
  if (theme === undefined) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  form.replaceWith(document.adoptNode(next));
  next.querySelector("button")?.focus();
}
