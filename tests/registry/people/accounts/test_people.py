def test_the_people_have_their_ties_and_no_others(people):
    assert people.ada.is_administrator
    assert people.alice.performer_id != people.bob.performer_id
    assert people.ursula.unions == {"players-guild"}
    assert people.petra.productions.isdisjoint(people.quentin.productions)
    assert people.nora.unions == people.nora.productions == frozenset()
