//! The first page: opened in one go, once everything that its words need is here.

use super::update;
use crate::model::{Action, Effect, Files, Model};

/// Opens the page of the model's address. `act` brings the files of an act from its folder. What is left to do comes back;
/// a page that was drawn before this has been would only be one to wait at.
pub async fn first(
    model: &mut Model,
    index: Result<String, String>,
    act: impl AsyncFnOnce(&str) -> Result<Files, String>,
) -> Vec<Effect> {
    let mut effects = update(model, Action::Index(index));
    let asked = effects.iter().position(|effect| matches!(effect, Effect::FetchAct { .. }));
    if let Some(Effect::FetchAct { slug, folder }) = asked.map(|at| effects.remove(at)) {
        effects.extend(update(model, Action::Files(slug, act(&folder).await)));
    }
    effects
}
